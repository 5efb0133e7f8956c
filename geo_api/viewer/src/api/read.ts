// The resources of /v1 that the viewer reads, by name.

import { getJson } from "./client.ts";
import type { Catalog, Collection, Feature, FeaturePage, Link, TileJson } from "./types.ts";

const BASE = "/v1/collections";

function path(laag: string, rest: string, query: Record<string, string | null>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
  const tail = search.size ? `?${search}` : "";
  return `${BASE}/${encodeURIComponent(laag)}${rest}${tail}`;
}

export function readCatalog(signal?: AbortSignal): Promise<Catalog> {
  return getJson(BASE, signal);
}

/** A layer as it is now, or at an earlier peildatum: then what the items of that date say of it. */
export async function readCollection(
  laag: string, peildatum: string | null, signal?: AbortSignal,
): Promise<Collection> {
  const now: Promise<Collection> = getJson(path(laag, "", {}), signal);
  if (!peildatum) return now;
  const [layer, page] = await Promise.all([now, readPage(firstPage(laag, peildatum, 1), signal)]);
  const { woonzorg } = layer;
  return {
    ...layer,
    woonzorg: {
      ...woonzorg,
      ...page.woonzorg,
      aantal: page.numberMatched ?? woonzorg.aantal ?? null,
      dekking: null, // known of the newest version only
      kolommen: (woonzorg.kolommen ?? []).map((kolom) => ({ ...kolom, peildatum: null })),
    },
  };
}

export function readFeature(
  laag: string, id: string, peildatum: string | null, signal?: AbortSignal,
): Promise<Feature> {
  return getJson(path(laag, `/items/${encodeURIComponent(id)}`, { peildatum }), signal);
}

export function firstPage(laag: string, peildatum: string | null, limit: number): string {
  return path(laag, "/items", { peildatum, limit: String(limit) });
}

export function readPage(url: string, signal?: AbortSignal): Promise<FeaturePage> {
  return getJson(url, signal);
}

export function readTileJson(laag: string): Promise<TileJson> {
  return getJson(path(laag, "/tilejson", {}));
}

/** The link with this relation as a path on our own origin; a proxy may have written another host. */
export function linkPath(links: Link[] | undefined, wanted: (link: Link) => boolean): string | null {
  const found = links?.find(wanted);
  if (!found) return null;
  const url = new URL(found.href, location.href);
  return url.pathname + url.search;
}
