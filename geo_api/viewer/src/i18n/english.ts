// The English of the interface, and the English of what the API has in Dutch: whole texts, texts with
// a number or a word in them (`{}`), and lists of known words. Comes only when English is asked for.

import texts from "./en.json" with { type: "json" };

export const catalogue: Record<string, string> = texts;

const HOLE = "{}";
const NUMBER = /^\d[\d.,]*( ?%)?$/;
const patterns = new WeakMap<object, [RegExp, string][]>();

function patternsOf(heard: Record<string, string>): [RegExp, string][] {
  let found = patterns.get(heard);
  if (!found) {
    found = Object.entries(heard).filter(([dutch]) => dutch.includes(HOLE)).map(([dutch, told]) =>
      [new RegExp(`^${dutch.split(HOLE).map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("(.+?)")}$`), told]);
    patterns.set(heard, found);
  }
  return found;
}

function whole(text: string, heard: Record<string, string>): string | null {
  const known = catalogue[`waarde.${text}`] ?? (Object.hasOwn(heard, text) ? heard[text] : undefined);
  if (known !== undefined) return known;
  for (const [pattern, told] of patternsOf(heard)) {
    const parts = pattern.exec(text)?.slice(1);
    if (parts) return told.split(HOLE).reduce((sum, one, i) => `${sum}${part(parts[i - 1] ?? "", heard)}${one}`);
  }
  return null;
}

function part(text: string, heard: Record<string, string>): string {
  return NUMBER.test(text) ? text.replace(",", ".").replace(" %", "%") : sentence(text, heard) ?? text;
}

/** English of a Dutch text; null when it, or a part of a list, is not known. `heard` is what the API told. */
export function sentence(text: string, heard: Record<string, string>): string | null {
  const known = whole(text, heard);
  if (known !== null) return known;
  for (const between of ["; ", ", "]) {
    const parts = text.split(between);
    if (parts.length === 1) continue;
    const told = parts.map((one) => sentence(one, heard));
    if (told.every((one) => one !== null)) return told.join(between);
  }
  return null;
}
