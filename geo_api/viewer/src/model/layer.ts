// What a layer is made of: its key, name and value columns, and the rules that hang on its theme.

import type { Collection, Feature, Kolom, Lang, Properties } from "../api/types.ts";
import { firstColumn } from "./themes.ts";

const DRAAGLAST = /^(draaglast|draagkracht|balans|s_b|bijdrage_b)(_|$)/;
const ADDITIONS = /_(status|n|ci_low|ci_high)$/;
const KEYS = /^sleutel_/; // of rows in a source: they let programs explain a figure
const NUMBERS = /(^|_)(id|indicator)$/; // keys that say nothing to a reader

/** Layers shown as classes only, never ranked: they keep code order. */
export function isDraaglastLayer(layer: Collection): boolean {
  return layer.woonzorg.thema?.toLowerCase() === "draaglast" || DRAAGLAST.test(layer.id);
}

export function isDraaglastColumn(kolom: Kolom): boolean {
  return DRAAGLAST.test(kolom.naam);
}

/** May rows be put in order of this column? Never of draaglast, draagkracht or balans. */
export function isSortable(layer: Collection, kolom: Kolom): boolean {
  return !isDraaglastLayer(layer) && !isDraaglastColumn(kolom);
}

function columns(layer: Collection): Kolom[] {
  return layer.woonzorg.kolommen ?? [];
}

export function keyColumn(layer: Collection): Kolom | null {
  return columns(layer).find((kolom) => kolom.rol === "sleutel") ?? null;
}

/** The column that tells features apart: the key, or the name where a code is all there is (cells). */
export function keyOrName(layer: Collection): Kolom | null {
  return keyColumn(layer) ?? nameColumn(layer);
}

/** Is the key a code that people know (of a buurt, a wijk), beside the name of the feature? */
export function hasCode(layer: Collection): boolean {
  return /code$/.test(keyColumn(layer)?.naam ?? "");
}

export function nameColumn(layer: Collection): Kolom | null {
  return columns(layer).find((kolom) => kolom.rol === "naam") ?? null;
}

/** Columns a reader sees as values; status and interval columns belong to their value, a code to its name.
 * A list has several rows of one area: what else tells them apart (year, kind, scenario) is read too. */
export function valueColumns(layer: Collection): Kolom[] {
  const all = columns(layer);
  const names = new Set(all.map((kolom) => kolom.naam));
  const statuses = new Set(all.map((kolom) => kolom.statuskolom));
  const belongs = (naam: string): boolean =>
    statuses.has(naam) || KEYS.test(naam) || (ADDITIONS.test(naam) && names.has(naam.replace(ADDITIONS, "")))
    || (naam.endsWith("code") && names.has(naam.replace(/code$/, "naam")));
  const key = keyColumn(layer);
  const apart = (kolom: Kolom): boolean =>
    !layer.woonzorg.geometrie && kolom.rol === "sleutel" && kolom !== key && !NUMBERS.test(kolom.naam);
  return all.filter(
    (kolom) => (["waarde", "klasse", "toelichting"].includes(kolom.rol) || apart(kolom)) && !belongs(kolom.naam),
  );
}

/** Columns that can colour the map: those published with classes. */
export function mapColumns(layer: Collection): Kolom[] {
  return valueColumns(layer).filter((kolom) => (kolom.klassen?.length ?? 0) > 0);
}

/** The column on the map: the asked one, else what its theme shows first, else the first class
 * column, else the first with breaks. */
export function shownColumn(layer: Collection, asked: string | null): Kolom | null {
  const usable = mapColumns(layer);
  const first = firstColumn(layer);
  return usable.find((kolom) => kolom.naam === asked)
    ?? usable.find((kolom) => kolom.naam === first)
    ?? usable.find((kolom) => kolom.rol === "klasse")
    ?? usable[0] ?? null;
}

export function isNumeric(kolom: Kolom): boolean {
  return /int|double|float|real|numeric|number|decimal/.test(kolom.type);
}

export function isWhole(kolom: Kolom): boolean {
  return /int/.test(kolom.type);
}

/** A year of the calendar is a whole number; years that something lasts have decimals. */
export function isCalendarYear(kolom: Kolom): boolean {
  return kolom.eenheid === "jaar" && isWhole(kolom);
}

export function layerTitle(layer: Collection, taal: Lang): string {
  return (taal === "en" && layer.woonzorg.titelEn) || layer.title;
}

/** What the layer is; its remarks, which the API adds to the description, are shown on their own. */
export function layerDescription(layer: Collection): string {
  const remarks = layer.woonzorg.opmerkingen ?? [];
  return remarks.reduce((text, remark) => text.replace(remark.replace(/\.$/, ""), ""), layer.description ?? "")
    .replace(/[\s.]+$/, ".").replace(/^\.$/, "");
}

export function columnTitle(kolom: Kolom, taal: Lang): string {
  return (taal === "en" && kolom.titelEn) || kolom.titel;
}

/** The unit behind a number; a calendar year is read without one. */
export function columnUnit(kolom: Kolom, taal: Lang): string {
  if (isCalendarYear(kolom)) return "";
  return (taal === "en" && kolom.eenheidEn) || kolom.eenheid || "";
}

/** The name of a feature; a layer without names (grid cells) has only its code. */
export function featureName(layer: Collection, properties: Properties, id: string): string {
  const column = nameColumn(layer);
  const name = column ? properties[column.naam] : null;
  return typeof name === "string" && name.trim() ? name : id;
}

export function featureId(feature: Feature): string {
  return String(feature.id);
}

export function extentOf(layer: Collection): [number, number, number, number] | null {
  const box = layer.extent?.spatial?.bbox?.[0];
  const [west, south, east, north] = box?.length === 6
    ? [box[0], box[1], box[3], box[4]]
    : box ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  return [west, south, east, north].every(Number.isFinite) ? [west, south, east, north] : null;
}

export function statusColumn(kolom: Kolom): string {
  return kolom.statuskolom || `${kolom.naam}_status`;
}
