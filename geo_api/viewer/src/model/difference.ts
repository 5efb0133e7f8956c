// Two areas beside each other: the second minus the first, where that says something.

import type { Collection, Kolom, Properties } from "../api/types.ts";
import { isDraaglastColumn, isDraaglastLayer, isNumeric } from "./layer.ts";

/** Difference of two values of a column; null when one is unknown, is no number, or is draaglast,
 * which is told in classes only. A calendar year differs in years. */
export function difference(layer: Collection, kolom: Kolom, first: Properties, second: Properties): number | null {
  if (!isNumeric(kolom) || isDraaglastColumn(kolom)) return null;
  if (isDraaglastLayer(layer) && kolom.rol === "klasse") return null;
  const [a, b] = [first[kolom.naam], second[kolom.naam]];
  return typeof a === "number" && typeof b === "number" ? b - a : null;
}
