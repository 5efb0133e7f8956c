// What stands alone on a card or in the readout: a name, and where there is none, which kind and where.

import assert from "node:assert/strict";
import test from "node:test";
import type { Collection } from "../src/api/types.ts";
import { featureHeading } from "../src/state/titles.ts";
import type { Names } from "../src/state/names.ts";

const layer = {
  id: "kansenkaart",
  woonzorg: { sleutel: ["vak"], kolommen: [{ naam: "vak", rol: "sleutel", titel: "Vak", titelEn: "Square" }, { naam: "buurtcode", rol: "sleutel" }] },
} as unknown as Collection;
const known = { names: { of: (kolom: string, value: unknown) => (kolom === "buurtcode" && value === "BU1" ? "Markt" : null) } as unknown as Names };
const none = { names: { of: () => null } as unknown as Names };

test("a square is called by its buurt, with its code to tell it from the others", () => {
  assert.equal(featureHeading(known, layer, { vak: "E1", buurtcode: "BU1" }, "E1", "nl"), "Vak in Markt (E1)");
  assert.equal(featureHeading(known, layer, { vak: "E1", buurtcode: "BU1" }, "E1", "en"), "Square in Markt (E1)");
});

test("as long as the name is not known it says which kind of thing it is", () => {
  assert.equal(featureHeading(none, layer, { vak: "E1", buurtcode: "BU1" }, "E1", "nl"), "Vak E1");
  assert.equal(featureHeading(known, layer, { vak: "E1" }, "E1", "nl"), "Vak E1");
});
