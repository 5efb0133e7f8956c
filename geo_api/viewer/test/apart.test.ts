import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, apartClass, DIVERGING } from "../src/model/apart.ts";
import { closest, SIGHTS } from "./colours.ts";

const scores = Float64Array.from({ length: 500 }, (_, i) => (i % 9 ? (i * 37) % 101 : NaN));

test("a weighting minus itself is nothing everywhere", () => {
  const nothing = apart(scores, scores);
  nothing.forEach((one, i) => assert.ok(Number.isNaN(scores[i]) ? Number.isNaN(one) : one === 0, `${i}`));
  assert.ok(nothing.every((one) => apartClass(one) === (Number.isNaN(one) ? -1 : 2)));
});

test("turned round, a difference stands in the class on the other side", () => {
  for (const one of [-80, -10, -9.9, -2.5, -0.1, 0, 2.5, 2.6, 10, 10.1]) assert.equal(apartClass(one), 4 - apartClass(-one), `${one}`);
  assert.deepEqual([-11, -5, 0, 5, 11].map(apartClass), [0, 1, 2, 3, 4]);
});

for (const [sight, matrix] of Object.entries(SIGHTS)) {
  test(`both sides can be told apart: ${sight}`, () => assert.ok(closest([...DIVERGING], matrix) > 15));
}
