// The themes a planner comes for. A theme is data (themes.json): which layers in which order, the
// column that each shows first, how its maps are read, what says that a class is unsure, what
// reads best as a matrix, and which areas are small.
// A layer that no theme names stands under the theme it was published with.

import type { Collection, Kolom } from "../api/types.ts";
import themes from "./themes.json" with { type: "json" };

/** Where a layer says that a class is unsure: a column, the columns it is about, its words, and what
 * the hatching then says. */
export interface Unsure {
  kolom: string;
  van: string[];
  waarden: string[];
  tekst: "legenda.onzeker" | "legenda.methoden";
}

/** A layer with a row per pair, read best with one of them across. */
export interface Matrix {
  rij: string;
  naam?: string; // column that names the row; without: by its code
  kolom: string;
  waarde: string;
}

/** A sentence on how a map is read: of which layers it is true, and of which columns (without: of all). */
interface Help {
  tekst: string;
  lagen: string[];
  kolommen?: string[];
}

interface Theme {
  id: string;
  lagen: string[];
  kolom?: Record<string, string>;
  leeshulp?: Help[];
  onzeker?: Unsure;
  matrix?: Record<string, Matrix>;
  klein?: string[]; // layers of areas that are lost on a map of the whole gemeente
}

const THEMES = themes as unknown as Theme[];
const REST = ["bevolking", "gezondheid", "leefbaarheid", "veiligheid", "factsheet"];
const LAST = ["grenzen", "ondergrond"];

/** The theme in which a layer is offered. */
export function themeOf(layer: Collection): string {
  const named = THEMES.find((theme) => theme.lagen.includes(layer.id));
  return named?.id ?? layer.woonzorg.thema?.toLowerCase() ?? "overig";
}

function place(theme: string): number {
  const own = THEMES.findIndex((one) => one.id === theme);
  if (own >= 0) return own;
  const rest = REST.indexOf(theme);
  return THEMES.length + (rest >= 0 ? rest : REST.length + 1 + LAST.indexOf(theme));
}

/** Layers by theme: what planners come for first, the background last; in a theme those it names first. */
export function byTheme(layers: readonly Collection[]): [string, Collection[]][] {
  const found = [...Map.groupBy(layers, themeOf)].sort(([a], [b]) => place(a) - place(b));
  return found.map(([theme, members]) => {
    const order = THEMES.find((one) => one.id === theme)?.lagen ?? [];
    const at = (layer: Collection): number => (order.includes(layer.id) ? order.indexOf(layer.id) : order.length);
    return [theme, [...members].sort((a, b) => at(a) - at(b))];
  });
}

/** The column that a theme shows first of a layer. */
export function firstColumn(layer: Collection): string | null {
  return THEMES.find((theme) => theme.kolom?.[layer.id])?.kolom?.[layer.id] ?? null;
}

/** Name of the sentence on how this layer is read when it shows this column; null without one. */
export function helpOf(layer: Collection, kolom: Kolom): string | null {
  const found = THEMES.flatMap((theme) => theme.leeshulp ?? [])
    .find(({ lagen, kolommen }) => lagen.includes(layer.id) && (!kolommen || kolommen.includes(kolom.naam)));
  return found?.tekst ?? null;
}

/** What says that the shown class is unsure; null when this layer does not say it of this column. */
export function unsureOf(layer: Collection, kolom: Kolom | null): Unsure | null {
  const unsure = THEMES.find((theme) => theme.id === themeOf(layer))?.onzeker;
  const there = (layer.woonzorg.kolommen ?? []).some((one) => one.naam === unsure?.kolom);
  return unsure && there && kolom && unsure.van.includes(kolom.naam) ? unsure : null;
}

/** Are the areas of this layer too small to be seen from afar? */
export function isSmall(layer: Collection): boolean {
  return THEMES.some((theme) => theme.klein?.includes(layer.id));
}

export function matrixOf(layer: Collection): Matrix | null {
  return THEMES.find((theme) => theme.matrix?.[layer.id])?.matrix?.[layer.id] ?? null;
}
