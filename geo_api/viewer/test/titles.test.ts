// What stands alone on a card or in the readout: a name, and where there is none, which kind and where.

import assert from "node:assert/strict";
import test from "node:test";
import { later } from "../src/i18n/index.ts";
import codes from "../src/model/codes.json" with { type: "json" };
import apart from "../src/i18n/nl-verschil.json" with { type: "json" };
import rest from "../src/i18n/nl-later.json" with { type: "json" };
import type { Collection, Kolom } from "../src/api/types.ts";
import { columnHeading, featureHeading, mapHeading, wegingName } from "../src/state/titles.ts";
import { learnCodes } from "../src/model/value.ts";
import type { Names } from "../src/state/names.ts";

learnCodes(codes);
void later(rest);
void later(apart);

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

test("a hexagon is called by its buurt as a square is; its code is its name", () => {
  const hexagons = { id: "kansenkaart_h3", woonzorg: { kolommen: [{ naam: "h3", rol: "naam", titel: "Zeshoek", titelEn: "Hexagon" },
    { naam: "buurtcode", rol: "toelichting" }, { naam: "buurtnaam", rol: "toelichting" }] } } as unknown as Collection;
  const own = { h3: "891f", buurtcode: "BU1", buurtnaam: "Markt" };
  assert.equal(featureHeading(known, hexagons, own, "891f", "nl"), "Zeshoek in Markt (891f)");
  assert.equal(featureHeading(known, hexagons, own, "891f", "en"), "Hexagon in Markt (891f)");
});

test("what has no name is called by its kind and its buurt: a number says nothing to a reader", () => {
  const pond = { id: "water", woonzorg: { kolommen: [{ naam: "osm_id", rol: "sleutel", titel: "OSM-nummer" }, { naam: "naam", rol: "naam", titel: "Naam" },
    { naam: "soort", rol: "klasse", titel: "Soort", type: "text" }] } } as unknown as Collection;
  assert.equal(featureHeading(none, pond, { osm_id: 7, naam: null, soort: "water" }, "w:7", "nl"), "Water");
  assert.equal(featureHeading(none, pond, { osm_id: 7, naam: "Singel", soort: "water" }, "w:7", "nl"), "Singel");
  const way = { id: "voetpaden", woonzorg: { kolommen: [{ naam: "weg_id", rol: "sleutel", titel: "OSM-weg" }, { naam: "naam", rol: "naam", titel: "Straatnaam" }, { naam: "soort", rol: "toelichting", titel: "Soort weg", type: "text" }] } } as unknown as Collection;
  assert.equal(featureHeading(none, way, { soort: "residential" }, "1:2:3:0", "nl"), "Woonstraat");
  assert.equal(featureHeading(none, way, { soort: "residential" }, "1:2:3:0", "en"), "Residential street");
  assert.equal(featureHeading(none, way, { soort: "residential", naam: "Markt" }, "1:2:3:0", "nl"), "Markt");
  assert.equal(featureHeading(known, way, { soort: "footway", buurtcode: "BU1" }, "1:2:3:0", "nl"), "Voetpad in Markt");
  assert.equal(featureHeading(none, way, {}, "1:2:3:0", "nl"), "OSM-weg", "a tile that does not tell the kind");
});

test("a weighting of one's own is told with the names of what weighs", () => {
  const criteria = [["V", "Deelscore vraag", "Score of demand"], ["T", "Deelscore voorzieningen te voet", "Score of facilities on foot"]].map(
    ([code, titel, titelEn]) => ({ code: code as string, kolom: { naam: `s_${code}`, titel, titelEn } as unknown as Kolom }));
  const weging = { gewichten: { V: 0, T: 10 } };
  assert.equal(wegingName(weging, "nl", criteria), "eigen gewichten (Vraag Uit, Voorzieningen te voet 10)");
  assert.doesNotMatch(wegingName(weging, "en", criteria), /\bV0\b/);
});

test("a score bears the name of the weights it is made with; a difference says that it is one", () => {
  const score = { naam: "score", titel: "Kansscore, profiel gemeente" } as unknown as Kolom;
  const other = { naam: "s_v", titel: "Deelscore vraag" } as unknown as Kolom;
  const official = { weighing: { official: true }, view: { weging: null }, against: null };
  const own = { weighing: { official: false }, view: { weging: { gewichten: { V: 1 } } }, against: null };
  const named = { ...own, view: { weging: { profiel: "zorg" } } };
  assert.equal(columnHeading(official, score, "nl"), "Kansscore, profiel gemeente");
  assert.equal(columnHeading(own, score, "nl"), "Kansscore, eigen gewichten");
  assert.equal(columnHeading(named, score, "nl"), "Kansscore, zorg");
  assert.equal(columnHeading(own, other, "nl"), "Deelscore vraag");
  assert.equal(mapHeading({ ...own, against: { profiel: "zorg" } }, score, "nl"), "Verschil: Kansscore, eigen gewichten min zorg");
});
