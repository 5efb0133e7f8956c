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
  const key = keyOrName(layer)?.naam;
  const several = (layer.woonzorg.kolommen ?? []).some(({ naam }) => naam === "zorgsoort" || naam === "indicator");
  return several ? null : LEVELS.find(({ kolom }) => kolom === key) ?? null;
}

/** The code of the area that a feature is. */
export function areaCode(layer: Collection, properties: Properties): string | null {
  const level = levelOfLayer(layer);
  const code = level && properties[level.kolom];
  return typeof code === "string" && code ? code : null;
}
