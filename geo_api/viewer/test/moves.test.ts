import assert from "node:assert/strict";
import { test } from "node:test";
import type { Collection, Feature } from "../src/api/types.ts";
import { Weighing } from "../src/state/weighing.ts";

const kolom = (naam: string): object => ({ naam, type: "double precision", titel: naam, rol: "waarde" });
const layer = { id: "kansen", title: "", woonzorg: { release: 1, kolommen: [
  { ...kolom("score"), klassen: [0, 20, 40, 60, 80].map((van) => ({ van, tot: van + 20 })) }, kolom("s_v"), kolom("s_t"),
] } } as unknown as Collection;
const cells = Array.from({ length: 40 }, (_, i) => ({ id: `c${i}`, properties: { s_v: i / 40, s_t: 0.5 } }) as unknown as Feature);

test("what changed is counted from where a row of moves began, until it is over", () => {
  const weighing = new Weighing(layer, cells, null);
  const once = new Weighing(layer, cells, null);
  for (const V of [2, 3, 4, 5]) {
    weighing.move({ V, T: 1 });
    weighing.rest();
  }
  once.move({ V: 5, T: 1 });
  once.rest();
  assert.ok((once.changed ?? 0) > 0);
  assert.equal(weighing.changed, once.changed, "four presses tell what one move to the same place tells");
  assert.deepEqual(weighing.movers(null), once.movers(null));
  weighing.settle();
  weighing.move({ V: 5, T: 1 });
  assert.equal(weighing.changed, 0, "a new row of moves begins at none");
});
