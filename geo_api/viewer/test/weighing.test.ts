import assert from "node:assert/strict";
import { test } from "node:test";
import type { Collection, Kolom } from "../src/api/types.ts";
import {
  changed, classesOf, contributions, criteriaOf, reasonOf, sliders, weigh, weighsLoadOnly, type Cells, type Weights,
} from "../src/model/weighing.ts";
import golden from "./weging.json" with { type: "json" };

type Values = (number | null)[];
const column = (values: Values): Float64Array => Float64Array.from(values, (value) => value ?? NaN);
const cells: Cells = {
  ids: golden.uitgesloten.map((_, i) => `c${i}`),
  criteria: Object.fromEntries(Object.entries(golden.criteria).map(([code, values]) => [code, column(values as Values)])),
  excluded: Uint8Array.from(golden.uitgesloten, Number),
  why: golden.reden,
};
const kolom = (naam: string): Kolom => ({ naam, type: "double precision", titel: naam, rol: "waarde" });
const layer = {
  id: "kansenkaart", title: "", woonzorg: {
    release: 1, version: 1, peildatum: null,
    kolommen: [kolom("score"), ...Object.keys(golden.criteria).map((code) => kolom(`s_${code.toLowerCase()}`))],
  },
} as Collection;
const criteria = criteriaOf(layer);
const row = (i: number): Record<string, unknown> => Object.fromEntries(
  Object.entries(golden.criteria).map(([code, values]) => [`s_${code.toLowerCase()}`, (values as Values)[i]]));

for (const [n, one] of golden.gevallen.entries()) {
  test(`scores are those of the pipeline: weighting ${n}`, () => {
    const weighed = weigh(cells, one.gewichten as Weights);
    for (const [i, score] of (one.score as Values).entries()) {
      const found = weighed.score[i] as number;
      if (score === null) assert.ok(Number.isNaN(found), `${i}: ${found}`);
      else assert.ok(Math.abs(found - score) < 1e-9, `${i}: ${found} is not ${score}`);
      assert.equal(reasonOf(cells, weighed, i), one.reden[i] ?? null, `${i}`);
    }
  });

  test(`contributions are those of the pipeline and add up to the score: weighting ${n}`, () => {
    for (const [i, score] of (one.score as Values).entries()) {
      if (golden.uitgesloten[i]) continue;
      const parts = contributions(criteria, row(i), one.gewichten as Weights);
      const sum = parts.reduce((total, part) => total + (part.points ?? 0), 0);
      assert.ok(score === null ? sum === 0 : Math.abs(sum - score) < 1e-9, `${i}: ${sum} is not ${score}`);
      for (const { code, points } of parts) {
        const given = (one.bijdragen as Record<string, Values>)[code]?.[i] ?? null;
        assert.ok(points === given || Math.abs((points ?? NaN) - (given ?? NaN)) < 1e-9, `${i} ${code}`);
      }
    }
  });
}

test("a class ends before its end, the last one holds it", () => {
  const found = classesOf(Float64Array.from([0, 19.999, 20, 99, 100, NaN]), golden.klassen);
  assert.deepEqual([...found], [0, 0, 1, 4, 4, -1]);
});

test("the same weights in another measure change nothing, others do", () => {
  const classes = (weights: Weights): Int16Array => classesOf(weigh(cells, weights).score, golden.klassen);
  const even = classes({ V: 1, T: 1, Z: 1 });
  assert.equal(changed(even, classes({ V: 10, T: 10, Z: 10 })), 0);
  assert.ok(changed(even, classes({ V: 10, T: 1, Z: 0 })) > 0);
  assert.ok(classes({}).every((one) => one === -1), "nothing weighs: no scores");
});

test("sliders keep the ratio of a profile", () => {
  assert.deepEqual(sliders(criteria, { V: 0.25, T: 0.25, H: 0.15, Z: 0.15, R: 0.1, B: 0.1 }), { V: 10, T: 10, Z: 6, R: 4, B: 4 });
  assert.deepEqual(sliders(criteria, {}), { V: 0, T: 0, Z: 0, R: 0, B: 0 });
});

test("five thousand areas are weighed and put in classes within a frame", () => {
  const many = 5000;
  const fill = (k: number): Float64Array => Float64Array.from({ length: many }, (_, i) => ((i * 7919 + k * 104729) % 1000) / 1000);
  const big: Cells = {
    ids: Array.from({ length: many }, (_, i) => String(i)), excluded: new Uint8Array(many), why: [],
    criteria: Object.fromEntries(["V", "T", "Z", "R", "B"].map((code, k) => [code, fill(k)])),
  };
  const run = (step: number): number => {
    const start = performance.now();
    classesOf(weigh(big, { V: step, T: 5, Z: 3, R: 2, B: 1 }).score, golden.klassen);
    return performance.now() - start;
  };
  const times = Array.from({ length: 21 }, (_, i) => run(i)).sort((a, b) => a - b);
  assert.ok((times[10] as number) < 16, `${times[10]} ms`);
});

test("a layer without criteria cannot be weighed", () => {
  assert.deepEqual(criteriaOf({ ...layer, woonzorg: { ...layer.woonzorg, kolommen: [kolom("score")] } }), []);
  assert.deepEqual(criteria.map(({ code }) => code), ["V", "T", "Z", "R", "B"]);
});

test("weights of draaglast alone give no order", () => {
  assert.equal(weighsLoadOnly(criteria, { B: 3 }), true);
  assert.equal(weighsLoadOnly(criteria, { B: 3, V: 0, H: 2 }), true, "what is not in the open map does not weigh");
  assert.equal(weighsLoadOnly(criteria, { B: 3, V: 0.1 }), false);
  assert.equal(weighsLoadOnly(criteria, {}), false);
});
