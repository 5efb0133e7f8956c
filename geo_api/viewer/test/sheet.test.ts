import assert from "node:assert/strict";
import { test } from "node:test";
import { later } from "../src/i18n/index.ts";
import texts from "../src/i18n/nl-later.json" with { type: "json" };
import { csv, csvCell, weightsInWords } from "../src/model/sheet.ts";

void later(texts);

test("a cell is quoted where needed and is never a formula; a negative number stays a number", () => {
  assert.deepEqual(["a,b", 'a"b', "=1+1", "-x", -1.5, null].map(csvCell), ['"a,b"', '"a""b"', "'=1+1", "'-x", "-1.5", ""]);
});

test("what weighs stands above the scores, on one line each", () => {
  assert.equal(csv(["weging\nV 10"], ["id", "score"], [["c1", 2.5], ["c2", null]]), "# weging V 10\r\nid,score\r\nc1,2.5\r\nc2,\r\n");
  assert.equal(weightsInWords([["Vraag", 10], ["Zorg", 0]], "nl"), "Vraag 10, Zorg Uit");
});
