// Texts of the interface. Dutch is the source and always there; English is fetched when asked
// for and has every key (checked by the compiler and by a test).

import type { Lang } from "../api/types.ts";
import nl from "./nl.json" with { type: "json" };

export type Key = keyof typeof nl;
type Catalogue = Record<Key, string>;

const catalogues: Partial<Record<Lang, Catalogue>> & { nl: Catalogue } = { nl };

/** Make a language ready for `t`; until then its texts are the Dutch ones. */
export async function ready(taal: Lang): Promise<void> {
  if (taal === "en") catalogues.en ??= (await import("./en.json", { with: { type: "json" } })).default;
}

export function hasKey(key: string): key is Key {
  return Object.hasOwn(nl, key);
}

/** Text of a key, with `{name}` replaced by the parameter of that name. */
export function t(taal: Lang, key: Key, params: Record<string, string | number> = {}): string {
  return (catalogues[taal] ?? catalogues.nl)[key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole);
}
