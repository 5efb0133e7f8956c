import assert from "node:assert/strict";
import { test } from "node:test";
import type { Collection, Feature, Kolom } from "../src/api/types.ts";
import { binCounts, binOf, neededColumns, pick } from "../src/model/counts.ts";

const kolom = (naam: string, more: Partial<Kolom> = {}): Kolom =>
  ({ naam, type: "double precision", titel: naam, rol: "waarde", ...more });
const breaks = [{ van: 0, tot: 20 }, { van: 20, tot: 40 }, { van: 40, tot: 60 }];
const score = kolom("x", { klassen: breaks });
const named = kolom("k", { klassen: [{ waarde: "laag" }, { waarde: "hoog" }] });
const layer = (kolommen: Kolom[], aantal = 10): Collection =>
  ({ id: "l", title: "l", woonzorg: { release: 1, version: 1, peildatum: null, aantal, kolommen } });

test("a value falls in the class that the map colours it by", () => {
  const bins = [-3, 0, 19.99, 20, 40, 60, 99].map((x) => binOf({ x }, score));
  assert.deepEqual(bins, ["1", "1", "1", "2", "3", "3", "3"]);
  assert.equal(binOf({ k: "hoog" }, named), "2");
  assert.equal(binOf({ k: "iets anders" }, named), null);
});

test("suppressed, excluded and missing are never a class", () => {
  assert.equal(binOf({ x: null, x_status: "onderdrukt" }, score), "onderdrukt");
  assert.equal(binOf({ x: 5, x_status: "uitgesloten" }, score), "uitgesloten");
  assert.equal(binOf({}, score), "ontbreekt");
});

test("bars add up to the features, and a picked bar gives as many rows as it says", () => {
  const rows: Feature[] = Array.from({ length: 200 }, (_, i) => ({
    type: "Feature", id: i, geometry: null, properties: { x: i % 7 ? (i * 13) % 60 : null, x_status: i % 14 ? null : "onderdrukt" },
  }));
  const counts = binCounts(rows.map((row) => row.properties), score);
  assert.equal([...counts.values()].reduce((sum, one) => sum + one, 0), rows.length);
  for (const [bin, count] of counts) assert.equal(pick(rows, score, [bin]).length, count, bin);
  assert.equal(pick(rows, score, []), rows);
  assert.equal(pick(rows, score, ["1", "2"]).length, (counts.get("1") ?? 0) + (counts.get("2") ?? 0));
});

test("only the columns that are counted or weighed are read, and none of a huge or empty layer", () => {
  const parts = ["v", "t"].map((code) => kolom(`s_${code}`));
  const kans = layer([kolom("score", { klassen: breaks, statuskolom: "score_status" }), kolom("reden"), kolom("ander"), ...parts]);
  assert.deepEqual(neededColumns(kans, null), ["reden", "s_t", "s_v", "score", "score_status"]);
  assert.deepEqual(neededColumns(layer([kolom("y", { klassen: breaks }), kolom("y_status")]), null), ["y", "y_status"]);
  assert.deepEqual(neededColumns(layer([kolom("y")]), null), []);
  assert.deepEqual(neededColumns(layer([score], 50_000), null), []);
  assert.deepEqual(neededColumns(layer([score], 0), null), []);
});
