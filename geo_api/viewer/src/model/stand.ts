// How high the sheet of a phone stands.

export const STANDS = ["laag", "half", "hoog"] as const;
export type Stand = (typeof STANDS)[number];

const PARTS: Record<Stand, number> = { laag: 0.07, half: 0.45, hoog: 0.85 }; // of the screen, as the style sheet has them

/** Where a press on the handle brings it. */
export function next(stand: Stand): Stand {
  return STANDS[(STANDS.indexOf(stand) + 1) % STANDS.length] as Stand;
}

/** Where a sheet comes to rest that was let go at this part of the screen. */
export function nearest(part: number): Stand {
  return [...STANDS].sort((a, b) => Math.abs(PARTS[a] - part) - Math.abs(PARTS[b] - part))[0] as Stand;
}
