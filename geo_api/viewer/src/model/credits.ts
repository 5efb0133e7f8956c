// Whose data a map shows, each named once.

/** Names of sources, from the lists that layers carry; `Kadaster` says nothing more beside `Kadaster (BAG)`. */
export function creditsOf(lists: readonly (string | null | undefined)[]): string[] {
  const names = [...new Set(lists.flatMap((list) => list?.split(", ") ?? []))];
  return names.filter((name) => !names.some((other) => other.startsWith(`${name} (`)));
}
