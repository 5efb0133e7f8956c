// Order of the table. The server's own order is by code; another order is the reader's choice,
// never offered for draaglast. Rows without a value stay last in both directions.

import type { Collection, Feature, Lang } from "../api/types.ts";
import { isNumeric, isSortable, nameColumn, valueColumns } from "./layer.ts";
import { SCORE } from "./weighing.ts";

export interface Order {
  kolom: string;
  descending: boolean;
}

/** The asked order when it may be used on this layer, else null (code order). */
export function orderOf(layer: Collection, sorteer: string | null): Order | null {
  if (!sorteer) return null;
  const descending = sorteer.startsWith("-");
  const naam = descending ? sorteer.slice(1) : sorteer;
  const name = nameColumn(layer);
  const kolom = name?.naam === naam ? name : valueColumns(layer).find((one) => one.naam === naam);
  return kolom && isSortable(layer, kolom) ? { kolom: naam, descending } : null;
}

/** The order in which the server gives the rows when nobody asked for one: a score, the highest
 * first, so that what has none comes last. Other layers stand in the order of their codes. */
export function standingOrder(layer: Collection): Order | null {
  const scored = valueColumns(layer).some((kolom) => kolom.naam === SCORE && isNumeric(kolom));
  return scored ? orderOf(layer, `-${SCORE}`) : null;
}

export function sortRows(rows: Feature[], order: Order | null, taal: Lang): Feature[] {
  if (!order) return rows;
  const words = new Intl.Collator(taal, { numeric: true });
  const sign = order.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a.properties[order.kolom], b.properties[order.kolom]];
    if (x == null || y == null) return Number(x == null) - Number(y == null);
    if (typeof x === "number" && typeof y === "number") return sign * (x - y);
    return sign * words.compare(String(x), String(y));
  });
}
