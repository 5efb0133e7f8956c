import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, next, STANDS } from "../src/model/stand.ts";

test("a press on the handle goes through all heights of the sheet", () => {
  const seen = STANDS.map((stand) => next(stand));
  assert.deepEqual(new Set(seen), new Set(STANDS));
  assert.equal(next("hoog"), "laag");
});

test("a sheet comes to rest where it is nearest to", () => {
  assert.equal(nearest(0), "laag");
  assert.equal(nearest(0.4), "half");
  assert.equal(nearest(0.7), "hoog");
});
