// Outlines over the data, of what is walked to and of what is selected: a fill would change its colours.

import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import type { Geometry } from "../api/types.ts";
import { ANCHOR, INK } from "./style.ts";

/** What has an outline: a broken line, and a colour that neither a ramp nor a border has. A walk follows
 * every street, so its line is thin where that is seen from afar. */
const LOOKS = {
  loop: { colour: INK.choice, dash: [2, 1.2], width: [11, 0.6, 15, 3] },
  gezocht: { colour: INK.choice, dash: null, width: [9, 2, 15, 3] },
  selectie: { colour: INK.selection, dash: null, width: [9, 2.5, 15, 4] },
} as const;
export type Outline = keyof typeof LOOKS;

export function drawOutline(map: MapLibre, id: Outline, shapes: readonly Geometry[]): void {
  const data = {
    type: "FeatureCollection" as const,
    features: shapes.map((geometry) => ({ type: "Feature" as const, properties: {}, geometry })),
  } as Parameters<GeoJSONSource["setData"]>[0];
  const known = map.getSource<GeoJSONSource>(id);
  if (known) {
    known.setData(data);
    return;
  }
  if (!shapes.length) return;
  map.addSource(id, { type: "geojson", data });
  const { colour, dash, width } = LOOKS[id];
  const line = (name: string, ink: string, times: number, broken: readonly number[] | null): void => {
    const [near, small, far, large] = width;
    map.addLayer({
      id: name, type: "line", source: id, layout: { "line-join": "round" },
      paint: {
        "line-color": ink, "line-width": ["interpolate", ["linear"], ["zoom"], near, small * times, far, large * times],
        ...(broken ? { "line-dasharray": [...broken] } : {}),
      },
    }, ANCHOR.choice);
  };
  line(`${id}-rand`, INK.halo, 2, null);
  line(id, colour, 1, dash);
}
