// Questions about places: search and walking.

import { boxOf, isInside } from "../model/inside.ts";
import { getJson } from "./client.ts";
import type { Feature, FeaturePage, Geometry, LaagMeta } from "./types.ts";

/** A place found by its name. */
export interface Plek {
  soort: string;
  naam: string;
  code: string;
  laag: string;
  punt: { x: number; y: number } | null;
}

/** Has this place one spot? Of coordinates the layer and code are those of the area around them. */
export function isSpot({ soort }: Plek): boolean {
  return soort === "adres" || soort === "coordinaten";
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

/** Facilities within an area, with where their figures come from. */
export interface Nearby {
  features: Feature[];
  woonzorg: Partial<LaagMeta>;
}

const MOST_NEARBY = 1000; // in the box around it; a walk reaches fewer

export async function readNearby(laag: string, area: Geometry, signal: AbortSignal): Promise<Nearby> {
  const query = new URLSearchParams({ bbox: boxOf(area).map((one) => one.toFixed(6)).join(","), limit: String(MOST_NEARBY) });
  const page: FeaturePage = await getJson(`/v1/collections/${encodeURIComponent(laag)}/items?${query}`, signal);
  return {
    woonzorg: page.woonzorg ?? {},
    features: page.features.filter(({ geometry }) => geometry?.type === "Point" && isInside(geometry.coordinates as [number, number], area)),
  };
}
