// The table of scores under the reader's weights, as CSV: what weighs stands above it, so that a
// file never goes without its weighting.

import type { Lang } from "../api/types.ts";
import { t } from "../i18n/index.ts";

/** A cell of CSV; a text that a spreadsheet would take for a formula is made plain. */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export function csv(remarks: string[], head: string[], rows: Iterable<(string | number | null)[]>): string {
  const lines = [...remarks.map((text) => `# ${text.replace(/[\r\n]+/g, " ")}`), head.map(csvCell).join(",")];
  for (const row of rows) lines.push(row.map(csvCell).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

/** Weights in one sentence: "Vraag 10, zorg nabij 0 (Uit)". */
export function weightsInWords(weights: readonly (readonly [string, number])[], taal: Lang): string {
  return weights.map(([name, weight]) => `${name} ${weight === 0 ? t(taal, "weging.uit") : weight}`).join(", ");
}
