// The place that was searched for: a dot with its name, an element over the canvas, so that it has words.

import "../styles/pin.css";
import type { Map as MapLibre } from "maplibre-gl";

export interface Pin {
  naam: string;
  at: [number, number];
}

/** Put it on the map, where it moves along; gives what takes it away. */
export function putPin(map: MapLibre, { naam, at }: Pin): () => void {
  const element = document.createElement("div");
  element.className = "wz-speld";
  element.append(Object.assign(document.createElement("span"), { textContent: naam, lang: "nl" }));
  const follow = (): void => {
    const { x, y } = map.project(at);
    element.style.translate = `${x}px ${y}px`;
  };
  map.on("move", follow);
  follow();
  map.getCanvasContainer().append(element);
  return () => {
    map.off("move", follow);
    element.remove();
  };
}
