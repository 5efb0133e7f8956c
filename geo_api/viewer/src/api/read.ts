// The resources of /v1 that the viewer reads, by name.

import { getJson } from "./client.ts";
import type { Catalog, Collection, Feature, FeaturePage, Lang, Link, TileJson } from "./types.ts";

const BASE = "/v1/collections";

/** Which figures: of a peildatum (null: the newest) and as a release held them (null: the current one). */
export interface When {
  peildatum: string | null;
  release: number | null;
}

const asked = ({ peildatum, release }: When): Record<string, string | null> =>
  ({ peildatum, release: release === null ? null : String(release) });

function path(laag: string, rest: string, query: Record<string, string | null>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
  const tail = search.size ? `?${search}` : "";
  return `${BASE}/${encodeURIComponent(laag)}${rest}${tail}`;
}

export function readCatalog(signal?: AbortSignal): Promise<Catalog> {
  return getJson(BASE, signal);
}

/** A layer as it is now, or at another moment: then what the items of that moment say of it. */
export async function readCollection(laag: string, when: When, taal: Lang, signal?: AbortSignal): Promise<Collection> {
  const now: Promise<Collection> = getJson(path(laag, "", { taal: taal === "nl" ? null : taal }), signal);
  if (!when.peildatum && when.release === null) return now;
  const [layer, page] = await Promise.all([now, readPage(firstPage(laag, when, 1), signal)]);
  const { woonzorg } = layer;
  const known = { ...woonzorg, ...page.woonzorg };
  const sameMethod = known.methodeVersie === woonzorg.methodeVersie;
  return {
    ...layer,
    woonzorg: {
      ...known,
      aantal: page.numberMatched ?? woonzorg.aantal ?? null,
      // Coverage is known of the newest version only; profiles belong to the method.
      dekking: sameMethod && woonzorg.dekking?.weegprofielen ? {
        weegprofielen: woonzorg.dekking.weegprofielen,
        ...(woonzorg.dekking.weegprofiel ? { weegprofiel: woonzorg.dekking.weegprofiel } : {}),
      } : null,
      kolommen: (woonzorg.kolommen ?? []).map((kolom) => ({ ...kolom, peildatum: null })),
    },
  };
}

export function readFeature(laag: string, id: string, when: When, signal?: AbortSignal): Promise<Feature> {
  return getJson(path(laag, `/items/${encodeURIComponent(id)}`, asked(when)), signal);
}

/** The feature of a layer of areas that holds a place; null where there is none. */
export async function readAt(laag: string, [lon, lat]: [number, number], when: When): Promise<string | null> {
  const { features } = await readPage(path(laag, "/items", {
    ...asked(when), bbox: [lon, lat, lon, lat].join(","), skipGeometry: "true", limit: "1",
  }));
  return features[0] ? String(features[0].id) : null;
}

export function firstPage(laag: string, when: When, limit: number, sortby: string | null = null): string {
  return path(laag, "/items", { ...asked(when), limit: String(limit), sortby });
}

/** Some columns of every feature, without shapes, page by page. */
export async function readColumns(
  laag: string, columns: readonly string[], when: When, signal?: AbortSignal,
): Promise<Feature[]> {
  let next: string | null = path(laag, "/items", {
    ...asked(when), properties: columns.join(","), skipGeometry: "true", limit: "1000",
  });
  let found: Feature[] = [];
  while (next) {
    const page: FeaturePage = await readPage(next, signal);
    found = found.concat(page.features);
    const after: string | null = linkPath(page.links, (link) => link.rel === "next");
    next = after === next || !page.features.length ? null : after; // such links would never end
  }
  return found;
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
