import assert from "node:assert/strict";
import { test } from "node:test";
import type { Collection, Kolom } from "../src/api/types.ts";
import { difference } from "../src/model/difference.ts";

const kolom = (naam: string, type = "double precision"): Kolom => ({ naam, type, titel: naam, rol: "waarde" });
const layer = { id: "l", title: "l", woonzorg: { release: 1, version: 1, peildatum: null, thema: "zorg" } } as Collection;

test("an area differs from itself by nothing, and two differ both ways alike", () => {
  for (const x of [0, -3.5, 41]) {
    assert.equal(difference(layer, kolom("x"), { x }, { x }), 0);
    assert.equal(difference(layer, kolom("x"), { x }, { x: 7 }), -(difference(layer, kolom("x"), { x: 7 }, { x }) ?? NaN));
  }
});

test("unknown, words and draaglast have no difference", () => {
  assert.equal(difference(layer, kolom("x"), { x: null }, { x: 3 }), null);
  assert.equal(difference(layer, kolom("x", "text"), { x: "a" }, { x: "b" }), null);
  assert.equal(difference(layer, kolom("draaglast_punten"), { draaglast_punten: 1 }, { draaglast_punten: 2 }), null);
});
