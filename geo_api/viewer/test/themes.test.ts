import assert from "node:assert/strict";
import { test } from "node:test";
import type { Collection, Kolom } from "../src/api/types.ts";
import texts from "../src/i18n/nl.json" with { type: "json" };
import { areaCode, levelOf } from "../src/model/areas.ts";
import { movers } from "../src/model/apart.ts";
import { boxOf, isInside, withoutSpots } from "../src/model/inside.ts";
import { shownColumn } from "../src/model/layer.ts";
import { byTheme, helpOf, matrixOf, themeOf, unsureOf } from "../src/model/themes.ts";
import themes from "../src/model/themes.json" with { type: "json" };
import { profilesOf } from "../src/model/weighing.ts";

const kolom = (naam: string, more: Partial<Kolom> = {}): Kolom => ({ naam, type: "text", titel: naam, rol: "waarde", ...more });
const layer = (id: string, thema: string, kolommen: Kolom[] = [], dekking: object | null = null): Collection =>
  ({ id, title: id, woonzorg: { release: 1, version: 1, peildatum: null, thema, kolommen, dekking } });

test("a theme holds its layers in its own order, wherever they were published; others follow", () => {
  const layers = ["spreiding", "water", "draaglast_per_wijk", "een_nieuwe_laag", "draaglast"]
    .map((id) => layer(id, { spreiding: "woningen", water: "ondergrond" }[id] ?? "draaglast"));
  assert.deepEqual(byTheme(layers).map(([theme, members]) => [theme, members.map((one) => one.id)]), [
    ["draaglast", ["draaglast", "draaglast_per_wijk", "een_nieuwe_laag"]],
    ["spreiding", ["spreiding"]],
    ["ondergrond", ["water"]],
  ]);
  assert.equal(themeOf(layer("x", "Nieuw")), "nieuw");
});

test("a theme says which column comes first and what is unsure, if the layer has it", () => {
  const klassen = [{ waarde: "a" }];
  const columns = [kolom("klasse", { rol: "klasse", klassen }), kolom("zekerheid_klasse", { rol: "klasse", klassen })];
  const load = layer("draaglast", "draaglast", columns);
  assert.equal(unsureOf(load, columns[0] ?? null)?.kolom, "zekerheid_klasse");
  assert.equal(unsureOf(load, columns[1] ?? null), null);
  assert.equal(unsureOf(layer("draaglast", "draaglast", columns.slice(0, 1)), columns[0] ?? null), null);
  const need = layer("opgave_gebied_geclusterd", "opgave", ["opgave_a", "opgave_b"].map((one) => kolom(one, { klassen })));
  assert.equal(shownColumn(need, null)?.naam, "opgave_b");
  assert.equal(shownColumn(need, "opgave_a")?.naam, "opgave_a");
  const doubted = layer("opgave_gebied_geclusterd", "opgave", [...["opgave_a", "opgave_b"].map((one) => kolom(one, { klassen })), kolom("oordeel")]);
  assert.equal(unsureOf(doubted, kolom("opgave_b"))?.tekst, "legenda.methoden");
  assert.equal(unsureOf(doubted, kolom("behoefte_b")), null);
  assert.equal(unsureOf(need, kolom("opgave_b")), null, "a layer that does not say it");
  assert.equal(matrixOf(layer("zorgaanbod_wijk", "zorg"))?.kolom, "zorgsoort");
});

test("a sentence on how to read stands only with the layers and columns it is true of", () => {
  const told = (id: string, naam = "x"): string | null => helpOf(layer(id, "zorg"), kolom(naam));
  assert.equal(told("kansenkaart", "score"), "kansen");
  assert.equal(told("kansenkaart_h3", "score"), "zeshoeken", "it has no sliders");
  assert.equal(told("opgave_gebied_geclusterd", "opgave_b"), "opgave");
  assert.equal(told("geschiktheid_per_blok"), "woningen");
  assert.equal(told("zorg_binnen_bereik"), "zorg");
  assert.equal(told("loopbereikbaarheid"), "omgeving");
  assert.equal(told("ontmoeting_per_wijk", "aandeel_65_ontmoeting_500_pct"), "omgeving");
  assert.equal(told("vlekkenkaart", "status"), "plannen");
  const none = [
    ["opgave_gebied_geclusterd", "behoefte_b"], ["doorstroompotentieel", "geholpen"], ["verdeling", "aandeel_plaatsen"],
    ["woningvoorraad_buurt", "woningen"], ["panden", "bouwjaar"], ["voorraadkansen", "splitsen"], ["wmo", "wmo_per_1000"],
    ["jeugdzorg", "jongeren_jeugdzorg"], ["zorgvraag", "personen"], ["zorgvraag_wijkverpleging", "personen"],
    ["woonzorgzones", "soort"], ["normen_nieuwbouw", "sociaal_oordeel"], ["vlekkenkaart", "kansscore"],
    ["haltes", "vertrekken_9_16"], ["voetpaden", "soort"], ["ontmoeting_per_wijk", "ruimten"], ["kansenkaart", "gedekt_pct"],
  ] as const;
  for (const [id, naam] of none) assert.equal(told(id, naam), null, `${id}.${naam}`);
});

test("every sentence on how to read has its words, and its layers are of its theme", () => {
  for (const { lagen, leeshulp = [] } of themes as { lagen: string[]; leeshulp?: { tekst: string; lagen: string[] }[] }[]) {
    for (const { tekst, lagen: read } of leeshulp) {
      assert.ok(`leeshulp.${tekst}` in texts, tekst);
      assert.deepEqual(read.filter((id) => !lagen.includes(id)), []);
    }
  }
});

test("the official weighting is the one that the layer names, in whatever order profiles are kept", () => {
  const weegprofielen = { zorg: { V: 1 }, gemeente: { V: 2 }, corporatie: { V: 3 } };
  const first = (dekking: object): string | undefined => profilesOf(layer("kansenkaart", "kansen", [], dekking))[0]?.[0];
  assert.equal(first({ weegprofielen }), "gemeente");
  assert.equal(first({ weegprofielen, weegprofiel: "corporatie" }), "corporatie");
});

test("a code says what kind of area it is", () => {
  assert.deepEqual(["BU00140001", "WK001400", "Oude Wijken", "GM0014"].map((code) => levelOf(code)?.laag ?? null),
    ["buurten", "wijken", "beleidsgebieden", null]);
  const buurt = layer("kerncijfers", "bevolking", [kolom("buurtcode", { rol: "sleutel" })]);
  assert.equal(areaCode(buurt, { buurtcode: "BU00140001" }), "BU00140001");
  assert.equal(areaCode(layer("kansenkaart", "kansen", [kolom("vierkant", { rol: "naam" })]), { vierkant: "E1N1" }), null);
});

test("inside counts holes as outside, and small holes are not drawn", () => {
  const square = (low: number, high: number): [number, number][] => [[low, low], [high, low], [high, high], [low, high], [low, low]];
  const area = { type: "Polygon", coordinates: [square(0, 1), square(0.4, 0.6), square(0.1, 0.101)] };
  assert.ok(isInside([0.2, 0.2], area));
  assert.ok(!isInside([0.5, 0.5], area));
  assert.ok(!isInside([2, 0.5], area));
  assert.deepEqual(boxOf(area), [0, 0, 1, 1]);
  assert.equal((withoutSpots(area).coordinates as unknown[]).length, 2);
});

test("what moved most comes first; without a score before or after there is no move", () => {
  const found = movers(["a", "b", "c", "d", "e"], Float64Array.of(10, 20, NaN, 40, 50), Float64Array.of(10.01, 5, 30, 45, NaN), 2);
  assert.deepEqual(found, [{ id: "b", van: 20, naar: 5 }, { id: "d", van: 40, naar: 45 }]);
});
