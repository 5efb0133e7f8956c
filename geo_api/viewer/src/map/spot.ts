// Where the name of an area goes, and where a feature is: the spot of a coarse grid that lies farthest from the edge.

import type { Geometry } from "../api/types.ts";

type Ring = [number, number][];
const STEPS = 10;

function parts(geometry: Geometry): Ring[][] {
  if (geometry.type === "Polygon") return [geometry.coordinates as Ring[]];
  return geometry.type === "MultiPolygon" ? (geometry.coordinates as Ring[][]) : [];
}

function areaOf(ring: Ring): number {
  return Math.abs(ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] ?? [x, y];
    return sum + x * ny - nx * y;
  }, 0)) / 2;
}

/** Distance to the nearest edge, negative outside (degrees, longitude scaled by the caller). */
function depth(x: number, y: number, rings: Ring[]): number {
  let inside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i] as [number, number];
      const [bx, by] = ring[j] as [number, number];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      const [dx, dy] = [bx - ax, by - ay];
      const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      nearest = Math.min(nearest, Math.hypot(x - ax - along * dx, y - ay - along * dy));
    }
  }
  return inside ? nearest : -nearest;
}

/** A good spot for a label in a polygon, with the area of the largest part for the sort order. */
export function labelSpot(geometry: Geometry): { at: [number, number]; area: number } | null {
  const rings = parts(geometry).sort((a, b) => areaOf(b[0] ?? []) - areaOf(a[0] ?? []))[0];
  const outer = rings?.[0];
  if (!rings || !outer?.length) return null;
  const xs = outer.map(([x]) => x);
  const ys = outer.map(([, y]) => y);
  const [west, south] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - west, Math.max(...ys) - south];
  const squeeze = Math.cos((south * Math.PI) / 180);
  const scaled = rings.map((ring) => ring.map(([x, y]) => [x * squeeze, y] as [number, number]));
  let best = { at: outer[0] as [number, number], depth: -Infinity };
  for (let i = 1; i < STEPS; i++) {
    for (let j = 1; j < STEPS; j++) {
      const at: [number, number] = [west + (wide * i) / STEPS, south + (high * j) / STEPS];
      const deep = depth(at[0] * squeeze, at[1], scaled);
      if (deep > best.depth) best = { at, depth: deep };
    }
  }
  return { at: best.at, area: areaOf(outer) };
}

/** One place that stands for a feature of any shape. */
export function placeOf(geometry: Geometry): [number, number] | null {
  const spot = labelSpot(geometry);
  if (spot) return spot.at;
  let inner: unknown = geometry.coordinates;
  while (Array.isArray(inner) && Array.isArray(inner[0])) inner = inner[0];
  const [x, y] = Array.isArray(inner) ? (inner as unknown[]) : [];
  return typeof x === "number" && typeof y === "number" ? [x, y] : null;
}
