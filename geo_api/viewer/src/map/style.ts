// The empty map: ground colour, font, and the anchors between which everything else is placed.
// A map layer goes directly under its anchor, so it does not matter what arrives first.

import fontUrl from "@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url";
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import signs from "../model/signs.json" with { type: "json" };

export const FONT = ["Noto Sans Regular"];
/** From below to above: land and green, areas of data, water and paths, outlines and lines of
 * data, boundaries, names, points and what is chosen. */
export const ANCHOR = {
  land: "anker-land", area: "anker-vlak", water: "anker-water", line: "anker-lijn",
  boundary: "anker-grens", names: "anker-namen", choice: "anker-keuze",
} as const;

export const INK = {
  outside: "#e9e7e2",
  land: "#f7f5f1",
  water: "#c5d9e6",
  green: "#dde8d3",
  path: "#a39c90",
  outline: signs.rand,
  boundary: "#14181d",
  halo: "#ffffff",
  choice: "#0b1015",
  selection: "#c2185b",
} as const;

function anchor(id: string): LayerSpecification {
  return { id, type: "background", layout: { visibility: "none" } };
}

export function emptyStyle(): StyleSpecification {
  return {
    version: 8,
    "font-faces": { [FONT[0] as string]: new URL(fontUrl, location.href).href },
    sources: {},
    layers: [
      { id: "achtergrond", type: "background", paint: { "background-color": INK.outside } },
      ...Object.values(ANCHOR).map(anchor),
    ],
  };
}
