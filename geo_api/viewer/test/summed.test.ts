import assert from "node:assert/strict";
import { test } from "node:test";
import { roundedToSum } from "../src/model/summed.ts";

const sum = (parts: (number | null)[]): number => Math.round(parts.reduce<number>((all, one) => all + (one ?? 0), 0) * 10) / 10;

test("printed parts add up to their printed sum", () => {
  assert.deepEqual(roundedToSum([33.34, 33.34, 23.54], 1), [33.4, 33.3, 23.5]);
  assert.deepEqual(roundedToSum([10.06, null, 10.06, 0], 1), [10.1, null, 10, 0]);
  assert.deepEqual(roundedToSum([], 1), []);
  for (let i = 0; i < 200; i++) {
    const parts = Array.from({ length: 5 }, (_, k) => ((i * 7919 + k * 104_729) % 20_000) / 997);
    const told = roundedToSum(parts, 1);
    assert.equal(sum(told), Math.round(parts.reduce((all, one) => all + one, 0) * 10) / 10);
    assert.ok(told.every((one, k) => Math.abs((one ?? NaN) - (parts[k] as number)) < 0.1));
  }
});
