// Texts of the interface. Dutch is the source: what the first map needs is always there, the rest
// comes with the parts that speak it (`later`). English is fetched when asked for, in the same
// portions, and has every key (checked by a test).

import type { Lang } from "../api/types.ts";
import nl from "./nl.json" with { type: "json" };

type Later = typeof import("./nl-later.json") & typeof import("./nl-gekozen.json") & typeof import("./nl-eigen.json")
  & typeof import("./nl-verschil.json");
export type Key = keyof typeof nl | Exclude<keyof Later, "default">;

type Texts = Partial<Record<Key, string>>;
type Portion = () => Promise<{ default: Texts }>;

const dutch: Texts = { ...nl };
const told: Texts = {}; // the same in English
const waiting: Portion[] = []; // English of parts that are there, not asked for yet
let english: typeof import("./english.ts") | null = null;
let wanted = false;
let heard: Record<string, string> = {};

async function tell(portions: Portion[]): Promise<void> {
  for (const { default: texts } of await Promise.all(portions.map((one) => one()))) Object.assign(told, texts);
}

/** Add the texts of a part that comes later: Dutch at once, English where that is spoken. */
export async function later(texts: Texts, inEnglish?: Portion): Promise<void> {
  Object.assign(dutch, texts);
  if (!inEnglish) return;
  if (wanted) await tell([inEnglish]);
  else waiting.push(inEnglish);
}

/** Make a language ready for `t`; until then its texts are the Dutch ones. */
export async function ready(taal: Lang): Promise<void> {
  if (taal !== "en") return;
  wanted = true;
  const [found] = await Promise.all([english ?? import("./english.ts"), tell(waiting.splice(0))]);
  english = found;
  Object.assign(told, found.catalogue);
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
  return ((taal === "en" && told[key]) || dutch[key] || "").replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole);
}
