// Which kind of area the features of a layer are.

import assert from "node:assert/strict";
import test from "node:test";
import type { Collection } from "../src/api/types.ts";
import { areaCode, levelOfLayer } from "../src/model/areas.ts";

const layer = (geometrie: string | null, ...kolommen: [string, string][]): Collection => ({
  id: "l", title: "l", woonzorg: { geometrie, kolommen: kolommen.map(([naam, rol]) => ({ naam, rol, titel: naam, type: "text" })) },
} as unknown as Collection);

test("a layer with a class and year in its key is of the area that it names", () => {
  const opgave = layer("MultiPolygon", ["gebied", "naam"], ["klasse", "sleutel"], ["jaar", "sleutel"]);
  assert.equal(levelOfLayer(opgave)?.laag, "beleidsgebieden");
  assert.equal(areaCode(opgave, { gebied: "Oost", klasse: "geclusterd" }), "Oost");
});

test("a table with several rows per area is of none", () => {
  assert.equal(levelOfLayer(layer(null, ["gebied", "naam"], ["klasse", "sleutel"])), null);
  assert.equal(levelOfLayer(layer(null, ["gebied", "naam"], ["indicator", "sleutel"])), null);
});
