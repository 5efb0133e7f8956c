// What above and below average say of a part of draaglast or draagkracht: a burden or a strength.

import type { Collection, Kolom } from "../api/types.ts";
import { isDraaglastLayer } from "./layer.ts";

const LOAD = /^(draaglast|klasse_l\d)$/;
const CAPACITY = /^(draagkracht|klasse_k\d)$/;
const WORDS = {
  last: { "onder gemiddeld": "richting.minder-last", "boven gemiddeld": "richting.meer-last" },
  kracht: { "onder gemiddeld": "richting.minder-kracht", "boven gemiddeld": "richting.meer-kracht" },
} as const;
export type Direction = (typeof WORDS)["last" | "kracht"]["onder gemiddeld" | "boven gemiddeld"];

/** The message that says which way a level goes; null for what is average, or no such level. */
export function directionOf(layer: Collection, kolom: Kolom, value: unknown): Direction | null {
  const side = LOAD.test(kolom.naam) ? WORDS.last : CAPACITY.test(kolom.naam) ? WORDS.kracht : null;
  if (!side || !isDraaglastLayer(layer)) return null;
  return value === "onder gemiddeld" || value === "boven gemiddeld" ? side[value] : null;
}
