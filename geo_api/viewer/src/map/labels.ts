// Names on the map, as points inside the areas: tile polygons would repeat a name in every tile.

import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import type { Feature } from "../api/types.ts";
import { labelSpot } from "./spot.ts";
import { ANCHOR, FONT, INK } from "./style.ts";

const LOOKS: Record<string, { minzoom: number; maxzoom: number; size: number; spacing: number }> = {
  wijken: { minzoom: 9, maxzoom: 13, size: 12.5, spacing: 0.04 },
  buurten: { minzoom: 13, maxzoom: 24, size: 12, spacing: 0 },
};

export const LABELLED = Object.keys(LOOKS);

export function addLabels(map: MapLibre, laag: string, features: Feature[], name: string): void {
  const look = LOOKS[laag];
  const source = `namen-${laag}`;
  if (!look) return;
  const points = features.flatMap((feature) => {
    const spot = feature.geometry && labelSpot(feature.geometry);
    const naam = feature.properties[name];
    if (!spot || typeof naam !== "string") return [];
    return [{
      type: "Feature" as const,
      geometry: { type: "Point" as const, coordinates: spot.at },
      properties: { naam, rang: -spot.area },
    }];
  });
  const data = { type: "FeatureCollection" as const, features: points };
  const known = map.getSource<GeoJSONSource>(source);
  if (known) {
    known.setData(data);
    return;
  }
  map.addSource(source, { type: "geojson", data });
  map.addLayer({
    id: source, type: "symbol", source, minzoom: look.minzoom, maxzoom: look.maxzoom,
    layout: {
      "text-field": ["get", "naam"], "text-font": FONT, "text-size": look.size, "text-max-width": 7,
      "text-letter-spacing": look.spacing, "symbol-sort-key": ["get", "rang"], "text-padding": 4,
    },
    paint: { "text-color": INK.choice, "text-halo-color": INK.halo, "text-halo-width": 1.8 },
  }, ANCHOR.names);
}
