// The area that is walked to, as an outline over the data: a fill would change its colours.

import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import type { Geometry } from "../api/types.ts";
import { ANCHOR, INK } from "./style.ts";

const ID = "loop";

export function drawWalk(map: MapLibre, geometry: Geometry | null): void {
  const data = {
    type: "FeatureCollection" as const,
    features: geometry ? [{ type: "Feature" as const, properties: {}, geometry }] : [],
  } as Parameters<GeoJSONSource["setData"]>[0];
  const known = map.getSource<GeoJSONSource>(ID);
  if (known) {
    known.setData(data);
    return;
  }
  if (!geometry) return;
  map.addSource(ID, { type: "geojson", data });
  const line = (id: string, colour: string, width: number, dash: number[] | null): void => {
    map.addLayer({
      id, type: "line", source: ID, layout: { "line-join": "round" },
      paint: { "line-color": colour, "line-width": width, ...(dash ? { "line-dasharray": dash } : {}) },
    }, ANCHOR.choice);
  };
  line(`${ID}-rand`, INK.halo, 6, null);
  line(ID, INK.choice, 3, [2, 1.2]);
}
