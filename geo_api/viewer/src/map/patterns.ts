// Patterns for what has no value. One drawing serves both the map (as an image) and the legend
// (as SVG), so that the two cannot differ. Grey, never white, and never one of the ramps.

import type { Absence } from "../model/classes.ts";
import signs from "../model/signs.json" with { type: "json" };

export interface Pattern {
  ground: string; // "" lets what is below be seen
  halo?: string; // around the lines, so that they are seen on light and dark
  ink: string;
  lines: readonly (readonly [number, number, number, number])[]; // x1 y1 x2 y2 on a square of SIZE
  dots: readonly (readonly [number, number])[];
}

export const SIZE = signs.maat;
export const DOT = signs.stip;

/** Shared with the styles and legends of the API. */
export const PATTERNS = signs.afwezig as unknown as Record<Absence, Pattern>;

/** Over a class that is unsure. */
export const UNSURE = signs.onzeker as unknown as Pattern;
export const UNSURE_NAME = "wz-onzeker";

export function patternName(absence: Absence): string {
  return `wz-${absence}`;
}

/** The pattern as pixels for MapLibre, at twice the size for sharp screens. */
export function patternImage(pattern: Pattern, ratio = 2): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * ratio;
  const pen = canvas.getContext("2d", { willReadFrequently: true }); // drawn where it is read: graphics are busy with the map
  if (!pen) return new ImageData(SIZE * ratio, SIZE * ratio);
  pen.scale(ratio, ratio);
  pen.fillStyle = pattern.ground || "rgba(0,0,0,0)";
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.beginPath();
  for (const [x1, y1, x2, y2] of pattern.lines) {
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
  }
  if (pattern.halo) {
    pen.strokeStyle = pattern.halo;
    pen.lineWidth = 2.5;
    pen.stroke();
    pen.lineWidth = 1;
  }
  pen.strokeStyle = pen.fillStyle = pattern.ink;
  pen.stroke();
  for (const [x, y] of pattern.dots) {
    pen.beginPath();
    pen.arc(x, y, DOT, 0, 2 * Math.PI);
    pen.fill();
  }
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
