import assert from "node:assert/strict";
import { test } from "node:test";
import palettes from "../src/model/palettes.json" with { type: "json" };
import { colours, labOf, linearRgb, type Paletnaam } from "../src/model/palette.ts";
import { closest, SIGHTS } from "./colours.ts";

const names = Object.keys(palettes) as Paletnaam[];
const MIN = 15;

for (const name of names) {
  for (const [sight, matrix] of Object.entries(SIGHTS)) {
    test(`classes of ${name} can be told apart: ${sight}`, () => {
      const most = name === "soorten" ? palettes[name].length : 5;
      for (let n = 2; n <= most; n++) {
        const distance = closest(colours(name, n), matrix);
        assert.ok(distance > MIN, `${n} classes: ${distance.toFixed(1)}`);
      }
    });
  }
}

test("ramps run from light to dark, whatever the number of classes", () => {
  for (const name of names.filter((one) => one !== "soorten")) {
    for (const n of [3, 4, 5, 6, 7]) {
      const light = colours(name, n).map((hex) => labOf(linearRgb(hex))[0]);
      assert.deepEqual(light, [...light].sort((a, b) => b - a), `${name} ${n}`);
    }
  }
});

test("draaglast ramps have one hue", () => {
  for (const name of ["purples", "greys"] as const) {
    const hues = palettes[name].map((hex) => labOf(linearRgb(hex))).filter(([, a, b]) => Math.hypot(a, b) > 3)
      .map(([, a, b]) => (Math.atan2(b, a) * 180) / Math.PI);
    if (hues.length) assert.ok(Math.max(...hues) - Math.min(...hues) < 20, `${name}: ${hues}`);
  }
});

test("one class takes the middle of the ramp and colours beyond the kinds are shared", () => {
  assert.equal(colours("greys", 1)[0], palettes.greys[2]);
  assert.equal(new Set(colours("soorten", 12).slice(8)).size, 1);
});
