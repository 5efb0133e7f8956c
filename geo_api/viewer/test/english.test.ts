import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence } from "../src/i18n/english.ts";
import { englishOf, learn, ready } from "../src/i18n/index.ts";
import { valueLabel } from "../src/model/value.ts";

const HEARD = {
  huisarts: "GP", apotheek: "pharmacy",
  "CBS en andere, bewerkt": "CBS and others, processed",
  "in {} van {} wegingen dezelfde klasse": "in {} of {} weightings the same class",
  "Zonder waarschuwing voor: {}.": "Without a warning for: {}.",
  "geluid": "noise",
  "monument": "monuments",
};

test("whole texts, texts with numbers or lists in them, and lists of known words", () => {
  assert.equal(sentence("CBS en andere, bewerkt", HEARD), "CBS and others, processed");
  assert.equal(sentence("in 83 van 100 wegingen dezelfde klasse", HEARD), "in 83 of 100 weightings the same class");
  assert.equal(sentence("Zonder waarschuwing voor: geluid, monument.", HEARD), "Without a warning for: noise, monuments.");
  assert.equal(sentence("huisarts; apotheek", HEARD), "GP; pharmacy");
});

test("what is not known, or only in part, stays as it was published", () => {
  assert.equal(sentence("geluid, kermis", HEARD), null);
  assert.equal(sentence("toString", HEARD), null);
});

test("a word that is a code in the data is read with spaces", () => {
  assert.equal(valueLabel("zelfstandig_wonend", "nl"), "zelfstandig wonend");
  assert.equal(valueLabel("BU99_01", "nl"), "BU99_01");
});

test("words come with a layer and stay until another brings its own", async () => {
  learn(HEARD);
  assert.equal(englishOf("geluid"), null, "English is not there yet");
  await ready("en");
  assert.equal(englishOf("geluid"), "noise");
  learn(undefined);
  assert.equal(englishOf("geluid"), "noise");
});
