// Two weightings beside each other: the difference of their scores per cell, in classes around
// nothing, in a ramp of two hues that meet in the middle (PuOr).

import type { Lang } from "../api/types.ts";
import { t } from "../i18n/index.ts";
import type { LegendClass } from "./classes.ts";

export const DIVERGING = ["#b35806", "#f1a340", "#f7f7f7", "#998ec3", "#542788"] as const;
const ENDS = [-10, -2.5, 2.5, 10] as const; // points

/** First minus second; NaN where either has no score. */
export function apart(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((score, i) => score - (second[i] as number));
}

/** Class of a difference, counted from 0; -1 when there is none. The middle one holds both its ends. */
export function apartClass(difference: number): number {
  if (Number.isNaN(difference)) return -1;
  if (difference < ENDS[1]) return difference < ENDS[0] ? 0 : 1;
  return difference <= ENDS[2] ? 2 : difference <= ENDS[3] ? 3 : 4;
}

/** A cell that came elsewhere. */
export interface Mover {
  id: string;
  van: number;
  naar: number;
}

/** Cells that moved most, largest first; those without a score before or after are left out. */
export function movers(ids: readonly string[], before: Float64Array, after: Float64Array, most = 10): Mover[] {
  const far = (i: number): number => Math.abs((after[i] as number) - (before[i] as number));
  const moved = ids.map((_, i) => i).filter((i) => far(i) >= 0.05); // what no printed figure shows is no move
  moved.sort((a, b) => far(b) - far(a) || a - b);
  return moved.slice(0, most).map((i) => ({ id: ids[i] as string, van: before[i] as number, naar: after[i] as number }));
}

export function apartClasses(taal: Lang): LegendClass[] {
  const keys = ["verschil.veel-lager", "verschil.lager", "verschil.gelijk", "verschil.hoger", "verschil.veel-hoger"] as const;
  return keys.map((key, i) => ({ colour: DIVERGING[i] as string, label: t(taal, key), waarde: null, van: i === 0 ? null : ENDS[i - 1] as number }));
}
