import assert from "node:assert/strict";
import { test } from "node:test";
import { labelSpot, placeOf } from "../src/map/spot.ts";

const box = (x: number, y: number, size: number): number[][] =>
  [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]];

test("a name stands in the largest part, away from the edge and out of the hole", () => {
  const spot = labelSpot({ type: "MultiPolygon", coordinates: [[box(9, 0, 1)], [box(0, 0, 6), box(2, 2, 2)]] });
  assert.ok(spot);
  const [x, y] = spot.at;
  assert.ok(x > 0 && x < 6 && y > 0 && y < 6, `outside: ${spot.at}`);
  assert.ok(!(x > 2 && x < 4 && y > 2 && y < 4), `in the hole: ${spot.at}`);
});

test("an L keeps its name inside, and lines have none", () => {
  const bend = [[0, 0], [10, 0], [10, 2], [2, 2], [2, 10], [0, 10], [0, 0]];
  const [x, y] = labelSpot({ type: "Polygon", coordinates: [bend] })?.at ?? [NaN, NaN];
  assert.ok((x < 2 && y < 10) || (y < 2 && x < 10), `${x} ${y}`);
  assert.equal(labelSpot({ type: "LineString", coordinates: [] }), null);
});

test("every shape has a place, and nothing has none", () => {
  assert.deepEqual(placeOf({ type: "Point", coordinates: [5, 52] }), [5, 52]);
  assert.deepEqual(placeOf({ type: "MultiLineString", coordinates: [[[5, 52], [6, 53]]] }), [5, 52]);
  assert.deepEqual(placeOf({ type: "Polygon", coordinates: [box(0, 0, 2)] }), [1, 1]);
  assert.equal(placeOf({ type: "MultiPoint", coordinates: [] }), null);
});
