// Where the tiles of a layer come from: the tile address of its TileJSON, else its PMTiles archive
// read by range requests. Tiles come first because browsers keep them: the PMTiles reader must ask
// Chromium on Windows not to store ranges, and there every move would fetch again.

import { addProtocol, type VectorSourceSpecification } from "maplibre-gl";
import { linkPath, readTileJson } from "../api/read.ts";
import type { Collection } from "../api/types.ts";

const ARCHIVE = "application/vnd.pmtiles";
let protocol: Promise<void> | null = null;

const known = new Map<string, Promise<VectorSourceSpecification>>(); // by layer and version

/** Asked once; what failed may be asked again. */
export function sourceOf(layer: Collection): Promise<VectorSourceSpecification> {
  const key = `${layer.id} ${layer.woonzorg.version}`;
  const source = known.get(key) ?? read(layer);
  known.set(key, source);
  source.catch(() => known.delete(key));
  return source;
}

/** The version goes along in every address, so that a map never mixes two of them. */
async function read(layer: Collection): Promise<VectorSourceSpecification> {
  const common = { type: "vector" as const, promoteId: { [layer.id]: "id" } };
  const version = String(layer.woonzorg.version);
  const archive = linkPath(layer.links, (link) => link.type === ARCHIVE);
  const tiled = layer.links?.some((link) => /\/tilejson(\?|$)/.test(link.href));
  if (archive && !tiled) {
    await (protocol ??= readArchives());
    return { ...common, url: `pmtiles://${location.origin}${archive}?v=${version}` };
  }
  const tilejson = await readTileJson(layer.id);
  return {
    ...common,
    tiles: tilejson.tiles.map((template) => ownOrigin(template).replace(/([?&]v=)\d+/, `$1${version}`)),
    minzoom: tilejson.minzoom ?? 0,
    maxzoom: tilejson.maxzoom ?? 14,
    ...(tilejson.bounds ? { bounds: tilejson.bounds } : {}),
  };
}

async function readArchives(): Promise<void> {
  const { Protocol } = await import("pmtiles");
  addProtocol("pmtiles", new Protocol().tile);
}

/** Tile template on our own origin; braces stay as they are, so no URL parser here. */
function ownOrigin(template: string): string {
  return location.origin + template.replace(/^https?:\/\/[^/]+/, "");
}
