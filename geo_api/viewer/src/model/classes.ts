// The honest classes of a legend: each with its colour and its words, beside the three ways
// in which a value can be absent. Legend, map and tests all read the classes made here.

import type { Collection, Klasse, Kolom, Lang } from "../api/types.ts";
import { t } from "../i18n/index.ts";
import { isDraaglastColumn, isDraaglastLayer, isWhole } from "./layer.ts";
import { colours, isPalet, type Paletnaam } from "./palette.ts";
import { formatFigure, valueLabel } from "./value.ts";

export interface LegendClass {
  colour: string;
  label: string;
  waarde: string | null; // of a class column
  van: number | null; // of a numeric column
}

export type Absence = "onderdrukt" | "ontbreekt" | "uitgesloten";
export const ABSENCES: readonly Absence[] = ["onderdrukt", "ontbreekt", "uitgesloten"];

/** Draaglast has one neutral hue, whatever palette was published with it. */
export function paletteOf(layer: Collection, kolom: Kolom): Paletnaam {
  const asked = isPalet(kolom.palet) ? kolom.palet : null;
  if (isDraaglastLayer(layer) || isDraaglastColumn(kolom)) return asked === "greys" ? "greys" : "purples";
  return asked ?? (kolom.rol === "klasse" ? "soorten" : "ylgnbu");
}

export function isRange(klasse: Klasse): boolean {
  return klasse.waarde === undefined && (klasse.van != null || klasse.tot != null);
}

function rangeLabel(klasse: Klasse, kolom: Kolom, last: boolean, taal: Lang): string {
  const van = klasse.van == null ? null : formatFigure(klasse.van, kolom, taal);
  const tot = klasse.tot == null ? null : formatFigure(klasse.tot, kolom, taal);
  if (van === null) return t(taal, "klasse.onder", { tot: tot ?? "" });
  if (tot === null) return t(taal, "klasse.vanaf", { van });
  if (!last && isWhole(kolom) && klasse.tot === Number(klasse.van) + 1) return van; // one number, no range
  return t(taal, last ? "klasse.tot-en-met" : "klasse.tot", { van, tot });
}

function label(klasse: Klasse, kolom: Kolom, last: boolean, taal: Lang): string {
  const own = (taal === "en" && klasse.titelEn) || klasse.titel;
  if (own) return own;
  return isRange(klasse) ? rangeLabel(klasse, kolom, last, taal) : valueLabel(String(klasse.waarde), taal);
}

export function legendClasses(layer: Collection, kolom: Kolom, taal: Lang): LegendClass[] {
  const klassen = kolom.klassen ?? [];
  const ramp = colours(paletteOf(layer, kolom), klassen.length);
  return klassen.map((klasse, i) => ({
    colour: ramp[i] ?? "#ffffff",
    label: label(klasse, kolom, i === klassen.length - 1, taal),
    waarde: isRange(klasse) ? null : String(klasse.waarde),
    van: isRange(klasse) ? klasse.van ?? null : null,
  }));
}
