// Colour ramps of the maps. Ramps have five anchors; other numbers of classes are read off the same
// ramp in CIE Lab, so that steps look equal. `soorten` is for classes without an order.
// YlGnBu after the colour specifications of Cynthia Brewer (colorbrewer2.org, Apache 2.0).

import palettes from "./palettes.json" with { type: "json" };
import signs from "./signs.json" with { type: "json" };

export type Paletnaam = keyof typeof palettes;
export type Lab = [number, number, number];

const REST = signs.geen; // more kinds than colours that can be told apart: the last ones share this
const WHITE: Lab = [0.95047, 1, 1.08883];
const EPS = 216 / 24389;
const KAPPA = 24389 / 27;

export function isPalet(name: string | null | undefined): name is Paletnaam {
  return typeof name === "string" && Object.hasOwn(palettes, name);
}

export function linearRgb(hex: string): Lab {
  const at = (i: number): number => {
    const v = parseInt(hex.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  };
  return [at(1), at(3), at(5)];
}

export function labOf([r, g, b]: Lab): Lab {
  const xyz: Lab = [
    0.4124564 * r + 0.3575761 * g + 0.1804375 * b,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    0.0193339 * r + 0.119192 * g + 0.9503041 * b,
  ];
  const f = (v: number): number => (v > EPS ? Math.cbrt(v) : (KAPPA * v + 16) / 116);
  const [x, y, z] = [f(xyz[0] / WHITE[0]), f(xyz[1] / WHITE[1]), f(xyz[2] / WHITE[2])];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function hexOf([l, a, b]: Lab): string {
  const y = (l + 16) / 116;
  const g = (t: number): number => (t ** 3 > EPS ? t ** 3 : (116 * t - 16) / KAPPA);
  const [X, Y, Z] = [g(y + a / 500) * WHITE[0], g(y) * WHITE[1], g(y - b / 200) * WHITE[2]];
  const rgb = [
    3.2404542 * X - 1.5371385 * Y - 0.4985314 * Z,
    -0.969266 * X + 1.8760108 * Y + 0.041556 * Z,
    0.0556434 * X - 0.2040259 * Y + 1.0572252 * Z,
  ];
  return `#${rgb.map((v) => {
    const clipped = Math.min(1, Math.max(0, v));
    const s = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
    return Math.round(s * 255).toString(16).padStart(2, "0");
  }).join("")}`;
}

/** `n` colours of a palette, light to dark; one class takes the middle of the ramp. */
export function colours(name: Paletnaam, n: number): string[] {
  const anchors = palettes[name];
  if (name === "soorten") return Array.from({ length: n }, (_, i) => anchors[i] ?? REST);
  if (n === anchors.length) return [...anchors];
  const labs = anchors.map((hex) => labOf(linearRgb(hex)));
  return Array.from({ length: n }, (_, i) => {
    const at = (n === 1 ? 0.5 : i / (n - 1)) * (labs.length - 1);
    const from = Math.min(Math.floor(at), labs.length - 2);
    const [a, b] = [labs[from] as Lab, labs[from + 1] as Lab];
    return hexOf(a.map((v, k) => v + ((b[k] ?? v) - v) * (at - from)) as Lab);
  });
}
