// Texts of the interface. Dutch is the source: what the first map needs is always there, the rest
// comes with the parts that speak it (`later`). English is fetched when asked for and has every key
// (checked by the compiler and by a test).

import type { Lang } from "../api/types.ts";
import nl from "./nl.json" with { type: "json" };

type Later = typeof import("./nl-later.json") & typeof import("./nl-gekozen.json") & typeof import("./nl-eigen.json");
export type Key = keyof typeof nl | Exclude<keyof Later, "default">;

const dutch: Partial<Record<Key, string>> = { ...nl };
let english: typeof import("./english.ts") | null = null;
let heard: Record<string, string> = {};

/** Add the Dutch texts of the parts that come later. */
export function later(texts: Partial<Record<Key, string>>): void {
  Object.assign(dutch, texts);
}

/** Make a language ready for `t`; until then its texts are the Dutch ones. */
export async function ready(taal: Lang): Promise<void> {
  if (taal === "en") english ??= await import("./english.ts");
}

/** English of texts that the API has in Dutch, as it came with a layer; `{}` is a number or a word. */
export function learn(words: Record<string, string> | undefined): void {
  if (words) heard = words;
}

export function hasKey(key: string): key is Key {
  return Object.hasOwn(dutch, key);
}

/** English for a word or sentence that was published in Dutch; null when there is none. */
export function englishOf(text: string): string | null {
  return english?.sentence(text, heard) ?? null;
}

/** Text of a key, with `{name}` replaced by the parameter of that name. */
export function t(taal: Lang, key: Key, params: Record<string, string | number> = {}): string {
  return ((taal === "en" && english?.catalogue[key]) || dutch[key] || "").replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole);
}
