// Colour distance as people with and without colour blindness see it (simulation after Machado,
// Oliveira and Fernandes 2009, full severity; distance CIE76), for the tests of the palettes.

import { labOf, linearRgb, type Lab } from "../src/model/palette.ts";

type Matrix = [Lab, Lab, Lab];

export const SIGHTS: Record<string, Matrix> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [
    [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039],
  ],
};

function seen(hex: string, sight: Matrix): Lab {
  const rgb = linearRgb(hex);
  const mixed = sight.map((row) => row.reduce((sum, factor, i) => sum + factor * (rgb[i] ?? 0), 0));
  return labOf(mixed.map((v) => Math.min(1, Math.max(0, v))) as Lab);
}

/** Smallest distance between any two of these colours. */
export function closest(hexes: string[], sight: Matrix): number {
  const labs = hexes.map((hex) => seen(hex, sight));
  return Math.min(...labs.flatMap((a, i) =>
    labs.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]))));
}
