// Questions about places: search and walking.

import { getJson } from "./client.ts";
import type { Geometry, LaagMeta } from "./types.ts";

/** A place found by its name. */
export interface Plek {
  soort: string;
  naam: string;
  code: string;
  laag: string;
  punt: { x: number; y: number } | null;
}

export function searchPlaces(text: string, signal: AbortSignal): Promise<{ plekken: Plek[] }> {
  return getJson(`/v1/zoek?${new URLSearchParams({ q: text, limit: "8" })}`, signal);
}

/** How far somebody walks. */
export interface Walked {
  geometry: Geometry | null; // null: the place is on no street
  properties: { minuten: number; afstand_m: number };
  opmerkingen: string[];
  woonzorg: Partial<LaagMeta>;
}

export function readWalk(lon: number, lat: number, minutes: number, signal: AbortSignal): Promise<Walked> {
  return getJson(`/v1/isochroon?${new URLSearchParams({ x: String(lon), y: String(lat), minuten: String(minutes) })}`, signal);
}
