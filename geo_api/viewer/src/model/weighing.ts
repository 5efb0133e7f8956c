// Scores under other weights, from the criteria that the map publishes per cell. The same rule as
// pipelines/indicators/kansen.py; test/weging.json holds scores that both must give.

import type { Collection, Klasse, Kolom, Properties } from "../api/types.ts";

export type Weights = Readonly<Record<string, number>>; // by code: V, T, Z, R, B; only the ratio counts

const MIN_WEIGHT = 0.75; // share of the weight that must be known (METHODS 3.6)
const TOLERANCE = 1e-9;
export const NO_SOURCE = "geen bron";
export const TOO_LITTLE = "te weinig dekking";
export const SCORE = "score";

export interface Criterion {
  code: string;
  kolom: Kolom;
}

/** What a score is made of, in columns; NaN is unknown. */
export interface Cells {
  ids: readonly string[];
  criteria: Readonly<Record<string, Float64Array>>;
  excluded: Uint8Array;
  why: readonly (string | null)[]; // of the excluded
}

export interface Weighed {
  score: Float64Array; // 0 to 100, NaN where there is none
  sourceless: boolean[]; // by cell without a score: is all that lacks known nowhere?
}

/** The criteria of a layer that can be weighed; none when it is not such a layer. */
export function criteriaOf(layer: Collection): Criterion[] {
  const columns = layer.woonzorg.kolommen ?? [];
  if (!columns.some((kolom) => kolom.naam === SCORE)) return [];
  const found = columns.flatMap((kolom) => {
    const code = /^s_([a-z])$/.exec(kolom.naam)?.[1];
    return code ? [{ code: code.toUpperCase(), kolom }] : [];
  });
  return found.length > 1 ? found : [];
}

/** Named profiles as the layer was made with them; the first is the official one, which the layer
 * names: the database keeps the others in no order that means anything. */
export function profilesOf(layer: Collection): [string, Weights][] {
  const { weegprofielen = {}, weegprofiel = "gemeente" } = layer.woonzorg.dekking ?? {};
  const last = ([name]: [string, Weights]): number => Number(name !== weegprofiel);
  return Object.entries(weegprofielen).sort((a, b) => last(a) - last(b));
}

export function weigh(cells: Cells, weights: Weights): Weighed {
  const count = cells.ids.length;
  const used = Object.keys(cells.criteria).filter((code) => (weights[code] ?? 0) > 0);
  const columns = used.map((code) => cells.criteria[code] as Float64Array);
  const weight = used.map((code) => weights[code] as number);
  const total = weight.reduce((sum, one) => sum + one, 0);
  const score = new Float64Array(count).fill(NaN);
  const sourced = columns.map((column) => column.some((value, i) => !cells.excluded[i] && !Number.isNaN(value)));
  const sourceless: boolean[] = new Array(count).fill(false);
  for (let i = 0; i < count; i++) {
    if (cells.excluded[i]) continue;
    let known = 0;
    let sum = 0;
    let only = true;
    for (let k = 0; k < columns.length; k++) {
      const value = (columns[k] as Float64Array)[i] as number;
      if (Number.isNaN(value)) {
        if (sourced[k]) only = false;
        continue;
      }
      known += weight[k] as number;
      sum += (weight[k] as number) * value;
    }
    if (total > 0 && known / total >= MIN_WEIGHT - TOLERANCE) score[i] = (100 * sum) / known;
    else sourceless[i] = only;
  }
  return { score, sourceless };
}

/** Why a cell has no score, in the words of the pipeline; null when it has one. */
export function reasonOf(cells: Cells, weighed: Weighed, i: number): string | null {
  if (cells.excluded[i]) return cells.why[i] ?? null;
  if (!Number.isNaN(weighed.score[i])) return null;
  return weighed.sourceless[i] ? NO_SOURCE : TOO_LITTLE;
}

export interface Contribution {
  code: string;
  weight: number; // share of all weight, 0 to 1
  value: number | null; // criterion, 0 to 1
  points: number | null; // added to the score; null when the criterion is unknown or does not weigh
}

/** What each criterion adds to the score of one cell; the points add up to it. */
export function contributions(criteria: Criterion[], properties: Properties, weights: Weights): Contribution[] {
  const total = criteria.reduce((sum, { code }) => sum + (weights[code] ?? 0), 0);
  const values = criteria.map(({ kolom }) => {
    const value = properties[kolom.naam];
    return typeof value === "number" ? value : null;
  });
  const known = criteria.reduce((sum, { code }, k) => sum + (values[k] === null ? 0 : weights[code] ?? 0), 0);
  const enough = total > 0 && known / total >= MIN_WEIGHT - TOLERANCE;
  return criteria.map(({ code }, k) => {
    const weight = weights[code] ?? 0;
    const value = values[k] ?? null;
    const points = enough && value !== null && weight > 0 ? (100 * weight * value) / known : null;
    return { code, weight: total > 0 ? weight / total : 0, value, points };
  });
}

/** Class of a score by the classes of the layer, counted from 0; -1 without a score. */
export function classesOf(scores: Float64Array, klassen: readonly Klasse[]): Int16Array {
  const ends = klassen.slice(0, -1).map((one) => one.tot ?? Infinity);
  const classes = new Int16Array(scores.length).fill(-1);
  for (let i = 0; i < scores.length; i++) { // a loop: while a slider moves, `from` would cost more than weighing
    const score = scores[i] as number;
    if (Number.isNaN(score)) continue;
    let k = 0;
    while (k < ends.length && score >= (ends[k] as number)) k++;
    classes[i] = k;
  }
  return classes;
}

/** How many cells stand in another class. */
export function changed(before: Int16Array, after: Int16Array): number {
  let count = 0;
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) count++;
  return count;
}

const MOST = 10;

/** Weights as sliders show them: the heaviest is 10, in steps of a tenth. */
export function sliders(criteria: Criterion[], weights: Weights): Record<string, number> {
  const given = criteria.map(({ code }) => weights[code] ?? 0);
  const most = Math.max(...given, 0);
  return Object.fromEntries(criteria.map(({ code }, k) =>
    [code, most > 0 ? Math.round(((given[k] ?? 0) / most) * MOST * 10) / 10 : 0]));
}

/** Does only the draaglast-balans weigh? Then a score is a class of draaglast, which is never an order. */
export function weighsLoadOnly(criteria: Criterion[], weights: Weights): boolean {
  return criteria.every(({ code }) => (code === "B") === ((weights[code] ?? 0) > 0));
}
