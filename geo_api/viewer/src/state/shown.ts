// What is on the map now, for who tells of it: how many features each class has.

import type { Kolom } from "../api/types.ts";
import { binCounts } from "../model/counts.ts";
import { SCORE } from "../model/weighing.ts";
import { valueOf } from "./load.ts";
import type { Store } from "./store.ts";

/** Features per class as they are coloured now; null while not every value is known. */
export function shownCounts({ columns, weighing, against }: Store, kolom: Kolom): Map<string, number> | null {
  const rows = valueOf(columns);
  if (!rows) return null;
  if (weighing && against) return weighing.counts(weighing.apartClasses(against));
  if (!weighing || weighing.official || kolom.naam !== SCORE) return binCounts(rows.map((row) => row.properties), kolom);
  return weighing.counts();
}
