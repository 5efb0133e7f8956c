// The weighting that the reader looks at: weights while a slider moves, the scores they give, and
// how many cells came in another class. Everything is computed here; nothing is asked of the API.

import type { Collection, Feature, Properties } from "../api/types.ts";
import { apart, apartClass, movers, type Mover } from "../model/apart.ts";
import { featureId, statusColumn } from "../model/layer.ts";
import {
  changed, classesOf, criteriaOf, profilesOf, reasonOf, SCORE, weigh,
  type Cells, type Criterion, type Weighed, type Weights,
} from "../model/weighing.ts";
import type { Weging } from "./url.ts";

export const REASON = "reden";
const UNSCORED = new Set(["uitgesloten", "onderdrukt"]); // whatever weighs

function cellsOf(criteria: Criterion[], features: readonly Feature[], status: string): Cells {
  const number = (value: unknown): number => (typeof value === "number" ? value : NaN);
  return {
    ids: features.map(featureId),
    criteria: Object.fromEntries(criteria.map(({ code, kolom }) =>
      [code, Float64Array.from(features, (one) => number(one.properties[kolom.naam]))])),
    excluded: Uint8Array.from(features, (one) => Number(UNSCORED.has(String(one.properties[status])))),
    why: features.map((one) => (typeof one.properties[REASON] === "string" ? one.properties[REASON] : null)),
  };
}

function meanOf(values: Float64Array): number | null {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count ? sum / count : null;
}

const same = (a: Weights, b: Weights, codes: string[]): boolean => {
  const sum = (weights: Weights): number => codes.reduce((total, code) => total + (weights[code] ?? 0), 0);
  const [x, y] = [sum(a), sum(b)];
  return codes.every((code) => Math.abs((a[code] ?? 0) / x - (b[code] ?? 0) / y) < 1e-9);
};

export class Weighing {
  readonly layer: Collection;
  readonly criteria: Criterion[];
  readonly profiles: [string, Weights][];
  readonly cells: Cells;
  weights: Weights;
  scores: Weighed;
  classes: Int16Array;
  changed: number | null = null; // cells in another class since the row of moves began; null before a change
  #begin: Int16Array;
  #beginScores: Float64Array;
  #told: Int16Array; // as they were when a change was last said aloud
  #before: Float64Array | null = null; // scores before the last row of moves that came to rest
  readonly #status: string;
  readonly #rows: Map<string, number>;
  readonly #statuses: string[];

  constructor(layer: Collection, features: readonly Feature[], weging: Weging | null) {
    this.layer = layer;
    this.criteria = criteriaOf(layer);
    this.profiles = profilesOf(layer);
    const kolom = layer.woonzorg.kolommen?.find((one) => one.naam === SCORE);
    this.#status = kolom ? statusColumn(kolom) : `${SCORE}_status`;
    this.cells = cellsOf(this.criteria, features, this.#status);
    this.#statuses = features.map((one) => String(one.properties[this.#status]));
    this.#rows = new Map(this.cells.ids.map((id, i) => [id, i]));
    this.weights = this.weightsOf(weging);
    this.scores = weigh(this.cells, this.weights);
    this.classes = this.#begin = this.#told = this.#classify();
    this.#beginScores = this.scores.score;
  }

  /** Weights of a weighting; an unknown profile weighs as the official one. */
  weightsOf(weging: Weging | null): Weights {
    if (weging && "gewichten" in weging) return weging.gewichten;
    const named = this.profiles.find(([name]) => name === weging?.profiel) ?? this.profiles[0];
    return named?.[1] ?? Object.fromEntries(this.criteria.map(({ code }) => [code, 1]));
  }

  /** Does an address name a profile that this layer does not have? */
  unknown(weging: Weging | null): string | null {
    if (!weging || !("profiel" in weging)) return null;
    return this.profiles.some(([name]) => name === weging.profiel) ? null : weging.profiel;
  }

  /** Is this the weighting that was decided on? */
  get official(): boolean {
    const decided = this.profiles[0]?.[1];
    return decided !== undefined && same(this.weights, decided, this.criteria.map(({ code }) => code));
  }

  /** Weigh anew; called while a slider moves. */
  move(weights: Weights): void {
    this.weights = weights;
    this.scores = weigh(this.cells, weights);
    this.classes = this.#classify();
    this.changed = changed(this.#begin, this.classes);
  }

  /** The slider rests: what moved most is told from where its row of moves began. */
  rest(): void {
    this.#before = this.#beginScores;
  }

  /** A row of moves is over: the next change is counted from here. */
  settle(): void {
    this.#begin = this.classes;
    this.#beginScores = this.scores.score;
  }

  /** Cells in another class since this was last asked: one number for a row of moves. */
  tell(): number {
    const count = changed(this.#told, this.classes);
    this.#told = this.classes;
    return count;
  }

  /** What moved most: from another weighting, or by the last change. */
  movers(other: Weging | null): Mover[] {
    const before = other ? weigh(this.cells, this.weightsOf(other)).score : this.#before;
    return before ? movers(this.cells.ids, before, this.scores.score) : [];
  }

  /** Mean of the scores of all cells that have one; null without any. */
  mean(): number | null {
    return meanOf(this.scores.score);
  }

  /** Mean per criterion over the cells that count, 0 to 1. */
  criterionMean(code: string): number | null {
    return meanOf((this.cells.criteria[code] ?? new Float64Array()).filter((_, i) => !this.cells.excluded[i]));
  }

  /** Class of a cell, counted from 0; -1 without a score, null when the cell is not known. */
  classOf(id: string): number | null {
    const row = this.#rows.get(id);
    return row === undefined ? null : this.classes[row] ?? null;
  }

  /** These scores minus those of another weighting, per cell. */
  apart(other: Weging): Float64Array {
    return apart(this.scores.score, weigh(this.cells, this.weightsOf(other)).score);
  }

  /** The same for one cell; null without a score. */
  apartOf(id: string, other: Float64Array): number | null {
    const row = this.#rows.get(id);
    const value = row === undefined ? NaN : (other[row] as number);
    return Number.isNaN(value) ? null : value;
  }

  /** Cells per class, as the legend calls them. */
  counts(classes: Int16Array = this.classes): Map<string, number> {
    const counts = new Map<string, number>();
    for (let i = 0; i < classes.length; i++) {
      const klasse = classes[i] as number;
      const bin = this.cells.excluded[i] ? this.#statuses[i] as string : klasse < 0 ? "ontbreekt" : String(klasse + 1);
      counts.set(bin, (counts.get(bin) ?? 0) + 1);
    }
    return counts;
  }

  /** Properties of a cell with the score of this weighting in place of the published one. */
  apply(id: string, properties: Properties): Properties {
    const row = this.#rows.get(id);
    if (this.official || row === undefined || this.cells.excluded[row]) return properties;
    const score = this.scores.score[row] as number;
    const known = !Number.isNaN(score);
    return {
      ...properties,
      [SCORE]: known ? score : null,
      [this.#status]: known ? "geschat" : "ontbreekt",
      [REASON]: reasonOf(this.cells, this.scores, row),
    };
  }

  /** Classes of the difference with another weighting, as the map is painted. */
  apartClasses(other: Weging): Int16Array {
    return Int16Array.from(this.apart(other), apartClass);
  }

  #classify(): Int16Array {
    const klassen = this.layer.woonzorg.kolommen?.find((one) => one.naam === SCORE)?.klassen ?? [];
    return classesOf(this.scores.score, klassen);
  }
}
