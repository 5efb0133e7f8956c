// The place that was searched for: a dot with its name, an element over the canvas, so that it has words.

import { Marker, type Map as MapLibre } from "maplibre-gl";

export interface Pin {
  naam: string;
  at: [number, number];
}

export function putPin(map: MapLibre, { naam, at }: Pin): Marker {
  const element = document.createElement("div");
  element.className = "wz-speld";
  element.append(Object.assign(document.createElement("span"), { textContent: naam, lang: "nl" }));
  return new Marker({ element, anchor: "center" }).setLngLat(at).addTo(map);
}
