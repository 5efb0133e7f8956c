import assert from "node:assert/strict";
import { test } from "node:test";
import type { Collection, Kolom } from "../src/api/types.ts";
import { directionOf } from "../src/model/direction.ts";

const kolom = (naam: string): Kolom => ({ naam, type: "text", titel: naam, rol: "klasse" });
const layer = (id: string, thema: string): Collection =>
  ({ id, title: id, woonzorg: { release: 1, version: 1, peildatum: "2024-01-01", thema, kolommen: [] } });
const load = layer("draaglast", "draaglast");

test("above average is a burden of the load and a strength of the capacity", () => {
  assert.equal(directionOf(load, kolom("draaglast"), "boven gemiddeld"), "richting.meer-last");
  assert.equal(directionOf(load, kolom("klasse_l3"), "onder gemiddeld"), "richting.minder-last");
  assert.equal(directionOf(load, kolom("draagkracht"), "boven gemiddeld"), "richting.meer-kracht");
  assert.equal(directionOf(load, kolom("klasse_k2"), "onder gemiddeld"), "richting.minder-kracht");
});

test("average, unknown, the class itself and other layers say nothing of it", () => {
  assert.equal(directionOf(load, kolom("draaglast"), "gemiddeld"), null);
  assert.equal(directionOf(load, kolom("draaglast"), null), null);
  assert.equal(directionOf(load, kolom("klasse"), "boven gemiddeld"), null);
  assert.equal(directionOf(layer("buurten", "grenzen"), kolom("klasse_l1"), "boven gemiddeld"), null);
});
