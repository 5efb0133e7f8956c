// Figures that are printed under each other and must add up as they stand there.

/** Parts rounded to so many decimals, such that they add up to their rounded sum: the last units go
 * where most was cut off. What is unknown stays so. */
export function roundedToSum(parts: readonly (number | null)[], digits: number): (number | null)[] {
  const unit = 10 ** digits;
  const exact = parts.map((part) => (part === null ? null : part * unit));
  const floors = exact.map((one) => (one === null ? null : Math.floor(one)));
  const total = Math.round(exact.reduce<number>((sum, one) => sum + (one ?? 0), 0));
  const left = total - floors.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const cut = (k: number): number => (exact[k] ?? 0) - (floors[k] ?? 0);
  const most = parts.flatMap((part, k) => (part === null ? [] : k)).sort((a, b) => cut(b) - cut(a)).slice(0, left);
  return floors.map((one, k) => (one === null ? null : (one + Number(most.includes(k))) / unit));
}
