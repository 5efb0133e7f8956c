// Areas that figures can be asked of by their code: which layer lists them, and which column of
// another layer names one.

import type { Collection, Properties } from "../api/types.ts";
import { keyOrName } from "./layer.ts";

/** Layers that list areas, with the column that holds the code of one, small to large. */
export const LEVELS = [
  { laag: "buurten", kolom: "buurtcode", vorm: /^BU\d{4}\w{4}$/ },
  { laag: "wijken", kolom: "wijkcode", vorm: /^WK\d{4}\w{2}$/ },
  { laag: "beleidsgebieden", kolom: "gebied", vorm: /^(?!(BU|WK|GM)\d{4})/ },
] as const;

export type Level = (typeof LEVELS)[number];

export function levelOf(code: string): Level | null {
  return LEVELS.find(({ vorm }) => vorm.test(code)) ?? null;
}

/** The kind of area that each feature of a layer is; null when it is none that can be picked. */
export function levelOfLayer(layer: Collection): Level | null {
  const columns = layer.woonzorg.kolommen ?? [];
  const several = columns.some(({ naam }) => naam === "zorgsoort" || naam === "indicator");
  if (several) return null;
  const key = keyOrName(layer)?.naam;
  // A layer of one class and year per area has these in its key, and the area as its name.
  const names = layer.woonzorg.geometrie ? columns.filter(({ rol }) => rol === "naam").map(({ naam }) => naam) : [];
  return LEVELS.find(({ kolom }) => kolom === key) ?? LEVELS.find(({ kolom }) => names.includes(kolom)) ?? null;
}

/** The code of the area that a feature is. */
export function areaCode(layer: Collection, properties: Properties): string | null {
  const level = levelOfLayer(layer);
  const code = level && properties[level.kolom];
  return typeof code === "string" && code ? code : null;
}
