// Pages beside the map about what is chosen: its factsheet, and the toets of an initiative at that place.

import type { Plek } from "../api/places.ts";
import type { Catalog, Collection, Properties } from "../api/types.ts";
import { areaCode, levelOf } from "./areas.ts";

const SQUARE = /^E(\d{4})N(\d{4})$/; // its south-western corner, in hundreds of metres of RD
const BUURT = "buurtcode";

/** Are these pages served beside this map? Beside the restricted one they are not. */
export function hasPages(catalog: Catalog | null): boolean {
  return (catalog?.links ?? []).some(({ href }) => new URL(href, location.href).pathname === "/toets");
}

/** Code of the area whose factsheet is about this feature, or about where it lies, and the address of that sheet. */
export function factsheetOf(layer: Collection, properties: Properties): { code: string; href: string } | null {
  const inside = properties[BUURT];
  const code = areaCode(layer, properties) ?? (typeof inside === "string" ? inside : null);
  const laag = code && levelOf(code)?.laag;
  const page = laag === "buurten" ? "buurt" : laag === "beleidsgebieden" ? "gebied" : null;
  return code && page ? { code, href: `/${page}/${encodeURIComponent(code)}` } : null;
}

/** The toets with its place filled in: the middle of a square, or the address that was searched. */
export function toetsAt(id: string, found: Plek | null): string | null {
  const [, east, north] = SQUARE.exec(id) ?? [];
  if (east && north) return `/toets?x=${Number(east) * 100 + 50}&y=${Number(north) * 100 + 50}`;
  return found?.soort === "adres" ? `/toets?${new URLSearchParams({ adres: found.naam })}` : null;
}
