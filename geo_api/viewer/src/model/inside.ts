// Is a point within an area? Even-odd over all rings, so holes count as outside.

import type { Geometry } from "../api/types.ts";

type Ring = [number, number][];

function rings(geometry: Geometry): Ring[] {
  if (geometry.type === "Polygon") return geometry.coordinates as Ring[];
  return geometry.type === "MultiPolygon" ? (geometry.coordinates as Ring[][]).flat() : [];
}

export function isInside([x, y]: readonly [number, number], geometry: Geometry): boolean {
  let inside = false;
  for (const ring of rings(geometry)) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[ax, ay], [bx, by]] = [ring[i] as [number, number], ring[j] as [number, number]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

/** West, south, east, north. */
export function boxOf(geometry: Geometry): [number, number, number, number] {
  const points = rings(geometry).flat();
  const [x, y] = [points.map((one) => one[0]), points.map((one) => one[1])];
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

const SPOT = 0.004; // degrees: about a block of houses and its gardens, which no street runs through

/** The same area without the small holes: what lies between streets is no place that is not reached. */
export function withoutSpots(geometry: Geometry): Geometry {
  const large = (ring: Ring): boolean => {
    const x = ring.map((one) => one[0]);
    return Math.max(...x) - Math.min(...x) > SPOT;
  };
  const plain = ([outer, ...holes]: Ring[]): Ring[] => (outer ? [outer, ...holes.filter(large)] : []);
  if (geometry.type === "Polygon") return { ...geometry, coordinates: plain(geometry.coordinates as Ring[]) };
  return geometry.type === "MultiPolygon" ? { ...geometry, coordinates: (geometry.coordinates as Ring[][]).map(plain) } : geometry;
}
