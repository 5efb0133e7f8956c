import assert from "node:assert/strict";
import { test } from "node:test";
import type { Collection, Feature, Kolom } from "../src/api/types.ts";
import { later } from "../src/i18n/index.ts";
import codes from "../src/model/codes.json" with { type: "json" };
import chosen from "../src/i18n/nl-gekozen.json" with { type: "json" };
import texts from "../src/i18n/nl-later.json" with { type: "json" };
import { legendClasses, paletteOf } from "../src/model/classes.ts";
import { extentOf, isSortable, layerDescription, shownColumn, valueColumns } from "../src/model/layer.ts";
import { creditsOf } from "../src/model/credits.ts";
import { orderOf, sortRows, standingOrder } from "../src/model/sort.ts";
import { describe, formatDate, formatFixed, formatMean, formatNumber, learnCodes, withUnit } from "../src/model/value.ts";

learnCodes(codes);
void later(texts);
void later(chosen);

const kolom = (naam: string, more: Partial<Kolom> = {}): Kolom =>
  ({ naam, type: "double precision", titel: naam, rol: "waarde", ...more });
const layer = (id: string, thema: string, kolommen: Kolom[], more: Partial<Collection> = {}): Collection =>
  ({ id, title: id, woonzorg: { release: 1, version: 1, peildatum: "2024-01-01", thema, kolommen }, ...more });
const row = (id: string, x: unknown): Feature => ({ type: "Feature", id, geometry: null, properties: { id, x } });

const breaks = [{ van: 0, tot: 20 }, { van: 20, tot: 40 }, { van: 40, tot: null }];
const score = kolom("x", { klassen: breaks, palet: "viridis_r" });

test("class labels say where a class ends", () => {
  const labels = legendClasses(layer("l", "kansen", [score]), score, "nl").map((one) => one.label);
  assert.deepEqual(labels, ["0 tot 20", "20 tot 40", "40 of meer"]);
  const closed = kolom("x", { klassen: [{ van: null, tot: 5 }, { van: 5, tot: 7.5 }] });
  assert.deepEqual(
    legendClasses(layer("l", "kansen", [closed]), closed, "nl").map((one) => one.label),
    ["minder dan 5", "5 tot en met 7,5"],
  );
});

test("a class of one whole number is that number", () => {
  const counted = kolom("x", { type: "int", klassen: [{ van: 0, tot: 1 }, { van: 1, tot: 3 }, { van: 3, tot: null }] });
  const labels = (one: Kolom): string[] => legendClasses(layer("l", "zorg", [one]), one, "nl").map(({ label }) => label);
  assert.deepEqual(labels(counted), ["0", "1 tot 3", "3 of meer"]);
  assert.deepEqual(labels({ ...counted, type: "float" })[0], "0 tot 1");
});

test("a calendar year has no sign between the thousands, other numbers have", () => {
  const built = kolom("x", { type: "int", eenheid: "jaar", klassen: [{ van: 1945, tot: 1965 }, { van: 1965, tot: null }] });
  const labels = legendClasses(layer("l", "woningen", [built]), built, "nl").map((one) => one.label);
  assert.deepEqual(labels, ["1945 tot 1965", "1965 of meer"]);
  const { text, unit } = describe(built, { x: 2015 }, "nl");
  assert.deepEqual([text, unit], ["2015", ""]);
  const lasts = describe(kolom("x", { eenheid: "jaar" }), { x: 8.5 }, "nl");
  assert.deepEqual([lasts.text, lasts.unit], ["8,5", "jaar"], "how long something lasts is no date");
  assert.equal(describe(kolom("x", { eenheid: "m" }), { x: 2015 }, "nl").text, "2.015");
});

test("draaglast is drawn in one neutral hue whatever palette was published", () => {
  const loud = kolom("x", { klassen: breaks, palet: "ylgnbu" });
  assert.equal(paletteOf(layer("l", "Draaglast", [loud]), loud), "purples");
  assert.equal(paletteOf(layer("l", "kansen", [loud]), { ...loud, naam: "draagkracht_klasse" }), "purples");
  assert.equal(paletteOf(layer("l", "draaglast", [loud]), { ...loud, palet: "greys" }), "greys");
  assert.equal(paletteOf(layer("l", "kansen", [loud]), loud), "ylgnbu");
});

test("draaglast is never an order, not by an address and not in another layer", () => {
  const load = kolom("draaglast_klasse", { rol: "klasse" });
  assert.equal(orderOf(layer("draaglast_wijk", "draaglast", [score]), "-x"), null);
  assert.equal(orderOf(layer("kans_cel", "kansen", [load]), "draaglast_klasse"), null);
  assert.equal(isSortable(layer("kans_cel", "kansen", [load]), load), false);
  assert.deepEqual(orderOf(layer("kans_cel", "kansen", [score]), "-x"), { kolom: "x", descending: true });
});

test("rows without a value stay last in both directions, and numbers are no words", () => {
  const rows = [row("a", 10), row("b", null), row("c", 9), row("d", 2)];
  const ids = (descending: boolean): string =>
    sortRows(rows, { kolom: "x", descending }, "nl").map((one) => one.id).join("");
  assert.equal(ids(false), "dcab");
  assert.equal(ids(true), "acdb");
  assert.equal(sortRows(rows, null, "nl"), rows);
});

test("status columns and intervals are no columns of their own; the class is shown first", () => {
  const columns = [
    kolom("y", { klassen: breaks }), kolom("y_status"), kolom("y_ci_low"), kolom("y_ci_high"), kolom("y_n"),
    kolom("k", { rol: "klasse", klassen: [{ waarde: "laag" }], statuskolom: "eigen" }), kolom("eigen"),
    kolom("code", { rol: "sleutel" }),
  ];
  const one = layer("l", "zorg", columns);
  assert.deepEqual(valueColumns(one).map((column) => column.naam), ["y", "k"]);
  assert.equal(shownColumn(one, null)?.naam, "k");
  assert.equal(shownColumn(one, "y")?.naam, "y");
  assert.equal(shownColumn(one, "weg")?.naam, "k");
});

test("a list shows what tells rows of one area apart; a map layer has one row per area", () => {
  const columns = [
    kolom("buurtcode", { rol: "sleutel" }), kolom("jaar", { rol: "sleutel" }), kolom("zorgsoort", { rol: "sleutel" }),
    kolom("indicator", { rol: "sleutel" }), kolom("personen"),
  ];
  const list = layer("zorgvraag", "zorg", columns);
  const shown = (geometrie: string | null): string[] =>
    valueColumns({ ...list, woonzorg: { ...list.woonzorg, geometrie } } as typeof list).map(({ naam }) => naam);
  assert.deepEqual(shown(null), ["jaar", "zorgsoort", "personen"]);
  assert.deepEqual(shown("MultiPolygon"), ["personen"]);
});

test("a value is told with unit, status and interval; a missing one is never an empty cell", () => {
  const percent = kolom("x", { eenheid: "%" });
  const given = { x: 1234.5, x_status: "geschat", x_n: 80, x_ci_low: 1000, x_ci_high: 1500 };
  assert.deepEqual(describe(percent, given, "nl"), {
    text: "1.234,5", unit: "%", status: "geschat", statusText: "geschat",
    detail: "95%-interval 1.000,0 tot 1.500,0; 80 waarnemingen",
  });
  const hidden = describe(percent, { x: null, x_status: "onderdrukt" }, "nl");
  assert.equal(hidden.text, "");
  assert.equal(hidden.statusText, "onderdrukt: te klein om te tonen");
  assert.equal(describe(percent, {}, "nl").status, "ontbreekt");
  assert.equal(describe({ ...percent, rol: "toelichting" }, {}, "nl").status, "", "no note is no missing figure");
  assert.equal(describe(percent, { x: 0, x_status: "waargenomen" }, "nl").text, "0,0");
});

test("figures of a column have the decimals that its unit makes sense of, on every value alike", () => {
  const told = (eenheid: string, values: number[], type = "float"): string[] =>
    values.map((x) => describe(kolom("x", { eenheid, type }), { x }, "nl").text);
  assert.deepEqual(told("%", [71, 71.03, 0.94]), ["71,0", "71,0", "0,9"]);
  assert.deepEqual(told("punten", [54.04, 9]), ["54,0", "9,0"]);
  const score = kolom("score", { eenheid: "punten", klassen: [{ van: 0, tot: 20 }, { van: 20, tot: 40 }] });
  assert.equal(describe(score, { score: 90 }, "nl").text, "90", "a score in whole points has no false decimal");
  assert.deepEqual(told("score", [0.9, 0.94, -0.001, -0.125]), ["0,90", "0,94", "0,00", "−0,13"]);
  assert.deepEqual(told("woningen", [231.4, 12.6, 9.44, 3]), ["231", "13", "9,4", "3"], "an expected count below ten keeps a tenth");
  assert.deepEqual(told("m²", [87939.3]), ["87.939"]);
  assert.deepEqual(told("m", [1234.56, 0.62]), ["1.235", "0,6"], "metres to walk, and the depth of water");
  assert.deepEqual(told("vertrekken", [14], "int"), ["14"]);
  assert.deepEqual(told("zie eenheid", [0.125, 3]), ["0,13", "3"], "not known: two at most");
  assert.equal(formatMean(14.25, kolom("x", { eenheid: "vertrekken", type: "int" }), "nl"), "14,25", "a mean of whole numbers is not whole");
});

test("where each row names its unit, its figure is told in that", () => {
  const { text, unit } = describe(kolom("waarde", { eenheid: "zie eenheid" }), { waarde: 71.03, eenheid: "%" }, "nl");
  assert.deepEqual([text, unit], ["71,0", "%"]);
});

test("what rounds to zero has no sign", () => {
  assert.equal(formatNumber(-0.001, "nl"), "0");
  assert.equal(formatFixed(-0.04, 1, "nl"), "0,0");
  assert.equal(formatFixed(-0.06, 1, "nl"), "−0,1");
});

test("a code of a publisher is read in words of both languages", () => {
  const said = (naam: string, code: string, taal: "nl" | "en"): string => describe(kolom(naam, { type: "text", rol: "toelichting" }), { [naam]: code }, taal).text;
  assert.equal(said("soort", "living_street", "nl"), "woonerf");
  assert.equal(said("soort", "living_street", "en"), "living street");
  assert.equal(said("surface", "fine_gravel", "nl"), "fijn grind");
  assert.equal(said("soort", "HR+VR", "nl"), "Habitat- en Vogelrichtlijn");
  assert.equal(said("naam", "path", "nl"), "path", "a name is no code");
});

test("a layer with a score stands in its order, with sliders or without", () => {
  const scored = layer("kansenkaart_h3", "kansen", [{ ...score, naam: "score" }]);
  assert.deepEqual(standingOrder(scored), { kolom: "score", descending: true });
  assert.equal(standingOrder(layer("kerncijfers", "bevolking", [score])), null);
});

test("a source is credited once", () => {
  assert.deepEqual(creditsOf(["Kadaster (BAG)", "CBS, Kadaster", null, "CBS, OpenStreetMap"]), ["Kadaster (BAG)", "CBS", "OpenStreetMap"]);
});

test("a number below zero has a minus, and a per cent sign stands against its number", () => {
  assert.equal(formatNumber(-1234.5, "nl"), "−1.234,5");
  assert.equal(formatFixed(-2, 1, "en"), "−2.0");
  assert.equal(withUnit("17", "%"), "17%");
  assert.equal(withUnit("17", "m"), "17 m");
  assert.equal(withUnit("17", ""), "17");
  assert.equal(withUnit("", "m"), "", "what is not known has no unit");
});

test("dates, descriptions and extents", () => {
  assert.equal(formatDate("2024-01-01", "nl"), "1 januari 2024");
  assert.equal(formatDate("onzin", "nl"), "onbekend");
  const told = layer("l", "x", [], { description: "Wat het is. Fictieve gegevens. zoekgebied." });
  told.woonzorg.opmerkingen = ["Fictieve gegevens", "zoekgebied."];
  assert.equal(layerDescription(told), "Wat het is.");
  told.extent = { spatial: { bbox: [[5, 52, 0, 6, 53, 9]] } };
  assert.deepEqual(extentOf(told), [5, 52, 6, 53]);
  assert.equal(extentOf(layer("l", "x", [])), null);
});
