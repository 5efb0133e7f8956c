// How many features stand in each class of the legend, and which are shown when the reader picks
// classes. A class is called by its number from 1, a way of being absent by its name.

import type { Collection, Feature, Kolom, Properties } from "../api/types.ts";
import type { Absence } from "./classes.ts";
import { shownColumn, statusColumn } from "./layer.ts";
import { unsureOf, type Unsure } from "./themes.ts";
import { criteriaOf, SCORE } from "./weighing.ts";

// Beyond these, reading every value costs the reader more than bars or sliders give.
const MOST_COUNTED = 20_000;
const MOST_WEIGHED = 100_000; // as the API weighs at most

/** Columns of which the legend or the weights need every value; none when nothing is counted. */
export function neededColumns(layer: Collection, asked: string | null): string[] {
  const aantal = layer.woonzorg.aantal ?? 0;
  const kolom = shownColumn(layer, asked);
  const published = new Set((layer.woonzorg.kolommen ?? []).map((one) => one.naam));
  const criteria = criteriaOf(layer);
  if (!kolom || aantal === 0 || aantal > (criteria.length ? MOST_WEIGHED : MOST_COUNTED)) return [];
  const score = layer.woonzorg.kolommen?.find((one) => one.naam === SCORE);
  const weighed = criteria.length && score
    ? [SCORE, statusColumn(score), "reden", ...criteria.map((one) => one.kolom.naam)] : [];
  const told = new Set([kolom.statuskolom, score?.statuskolom]); // status columns need not be listed
  const unsure = unsureOf(layer, kolom)?.kolom;
  const wanted = [kolom.naam, statusColumn(kolom), ...weighed, ...(unsure ? [unsure] : [])];
  return [...new Set(wanted)].filter((naam) => published.has(naam) || told.has(naam)).sort();
}

export function absenceOf(properties: Properties, kolom: Kolom): Absence | null {
  const status = properties[statusColumn(kolom)];
  if (status === "uitgesloten" || status === "onderdrukt") return status;
  return properties[kolom.naam] == null ? "ontbreekt" : null;
}

/** The class or absence of a feature as the address calls it; null when no class holds its value. */
export function binOf(properties: Properties, kolom: Kolom): string | null {
  const absence = absenceOf(properties, kolom);
  if (absence) return absence;
  const klassen = kolom.klassen ?? [];
  const value = properties[kolom.naam];
  const named = klassen.findIndex((one) => one.waarde != null && String(one.waarde) === String(value));
  if (named >= 0) return String(named + 1);
  const number = Number(value);
  if (klassen[0]?.waarde !== undefined || Number.isNaN(number)) return null;
  let k = 0; // as the map: the first class takes what is below it, the last what is above
  while (k < klassen.length - 1 && number >= (klassen[k + 1]?.van ?? Infinity)) k++;
  return klassen.length ? String(k + 1) : null;
}

export function binCounts(rows: Iterable<Properties>, kolom: Kolom): Map<string, number> {
  const counts = new Map<string, number>();
  for (const properties of rows) {
    const bin = binOf(properties, kolom);
    if (bin) counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return counts;
}

/** How many of the shown classes are unsure. */
export function unsureCount(rows: Iterable<Properties>, kolom: Kolom, unsure: Unsure): number {
  let count = 0;
  for (const properties of rows) {
    if (!absenceOf(properties, kolom) && unsure.waarden.includes(String(properties[unsure.kolom]))) count++;
  }
  return count;
}

/** The rows in the picked classes; all when none is picked. */
export function pick(rows: Feature[], kolom: Kolom | null, klassen: readonly string[]): Feature[] {
  if (!kolom || !klassen.length) return rows;
  return rows.filter((row) => klassen.includes(binOf(row.properties, kolom) ?? ""));
}
