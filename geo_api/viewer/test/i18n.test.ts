import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import enFirst from "../src/i18n/en.json" with { type: "json" };
import enChosen from "../src/i18n/en-gekozen.json" with { type: "json" };
import enApart from "../src/i18n/en-verschil.json" with { type: "json" };
import enOwn from "../src/i18n/en-eigen.json" with { type: "json" };
import { later, ready, t } from "../src/i18n/index.ts";
import first from "../src/i18n/nl.json" with { type: "json" };
import chosen from "../src/i18n/nl-gekozen.json" with { type: "json" };
import own from "../src/i18n/nl-eigen.json" with { type: "json" };
import apart from "../src/i18n/nl-verschil.json" with { type: "json" };
import rest from "../src/i18n/nl-later.json" with { type: "json" };

void later(rest);
void later(chosen, async () => ({ default: enChosen }));
void later(own);
void later(apart, async () => ({ default: enApart }));
const en = { ...enFirst, ...enChosen, ...enOwn, ...enApart };
const nl = { ...first, ...rest, ...chosen, ...own, ...apart };

const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

test("both languages have every key, with the same parameters and no empty text", () => {
  // Published words are Dutch already: only English has texts for them.
  const said = Object.keys(en).filter((key) => !key.startsWith("waarde."));
  assert.deepEqual(said.sort(), Object.keys(nl).sort());
  const portions = [first, rest, chosen, own, apart];
  assert.equal(Object.keys(nl).length, portions.reduce((sum, one) => sum + Object.keys(one).length, 0), "each key once");
  for (const [key, text] of Object.entries(nl)) {
    const other = (en as Record<string, string>)[key] ?? "";
    assert.ok(text.trim() && other.trim(), key);
    assert.deepEqual(holes(other), holes(text), key);
  }
});

test("English comes in the portions that Dutch comes in", () => {
  assert.deepEqual(Object.keys(enChosen).sort(), Object.keys(chosen).sort());
  assert.deepEqual(Object.keys(enOwn).sort(), Object.keys(own).sort());
  assert.deepEqual(Object.keys(enApart).sort(), Object.keys(apart).sort());
});

test("a part that comes before or after English is asked for speaks it", async () => {
  assert.equal(t("en", "waarom.punten"), chosen["waarom.punten"]);
  await ready("en");
  assert.equal(t("en", "waarom.punten"), enChosen["waarom.punten"]);
  await later({}, async () => ({ default: enOwn }));
  assert.equal(t("en", "selectie.wis"), enOwn["selectie.wis"]);
});

test("no key is left over", () => {
  const folder = new URL("../src/", import.meta.url);
  const code = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  // Keys made from a code (`status.${code}`) are reached by their first part.
  const families = [...code.matchAll(/["`]([a-z-]+(?:\.[a-z-]+)*\.)\$\{/g)].map((found) => found[1] as string);
  const unused = Object.keys(nl).filter(
    (key) => !code.includes(`"${key}"`) && !families.some((family) => key.startsWith(family)),
  );
  assert.deepEqual(unused, []);
});

test("texts in both languages, with parameters filled in", async () => {
  await ready("en");
  assert.equal(t("nl", "klasse.tot", { van: 0, tot: 20 }), "0 tot 20");
  assert.equal(t("en", "klasse.tot", { van: 0, tot: 20 }), "0 to less than 20");
  assert.match(t("en", "thema.draaglast"), /support load/i);
});
