// What stands alone on a card or in the readout: a name, and where there is none, which kind and where.

import assert from "node:assert/strict";
import test from "node:test";
import { later } from "../src/i18n/index.ts";
import rest from "../src/i18n/nl-later.json" with { type: "json" };
import type { Collection, Kolom } from "../src/api/types.ts";
import { featureHeading, wegingName } from "../src/state/titles.ts";
import type { Names } from "../src/state/names.ts";

void later(rest);

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

test("a weighting of one's own is told with the names of what weighs", () => {
  const criteria = [["V", "Deelscore vraag", "Score of demand"], ["T", "Deelscore voorzieningen te voet", "Score of facilities on foot"]].map(
    ([code, titel, titelEn]) => ({ code: code as string, kolom: { naam: `s_${code}`, titel, titelEn } as unknown as Kolom }));
  const weging = { gewichten: { V: 0, T: 10 } };
  assert.equal(wegingName(weging, "nl", criteria), "eigen gewichten (Vraag Uit, Voorzieningen te voet 10)");
  assert.doesNotMatch(wegingName(weging, "en", criteria), /\bV0\b/);
});
