// A line of one figure over the moments it was published of, with the figures in words: the line
// alone tells nothing to who cannot see it.

import { html, nothing, svg, type TemplateResult } from "lit";
import type { Kolom, Lang, Properties } from "../api/types.ts";
import { t } from "../i18n/index.ts";
import { formatDate, formatColumn } from "../model/value.ts";

export interface Moment {
  peildatum: string;
  properties: Properties | null; // null: not in the layer then
}

const [WIDE, HIGH, EDGE] = [96, 24, 3];

export function trend(kolom: Kolom, moments: readonly Moment[], taal: Lang): TemplateResult | typeof nothing {
  const points = moments.flatMap(({ peildatum, properties }) => {
    const value = properties?.[kolom.naam];
    return typeof value === "number" ? [{ peildatum, value }] : [];
  });
  if (points.length < 2) return nothing;
  const values = points.map((one) => one.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const first = Date.parse((points[0] as { peildatum: string }).peildatum);
  const last = Date.parse((points.at(-1) as { peildatum: string }).peildatum);
  const place = points.map(({ peildatum, value }) => {
    const x = EDGE + ((Date.parse(peildatum) - first) / (last - first || 1)) * (WIDE - 2 * EDGE);
    const y = HIGH - EDGE - ((value - low) / (high - low || 1)) * (HIGH - 2 * EDGE);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const told = points.map(({ peildatum, value }) => `${formatDate(peildatum, taal, "short")}: ${formatColumn(value, kolom, taal)}`).join("; ");
  return html`<span class="wz-verloop"><svg viewBox="0 0 ${WIDE} ${HIGH}" aria-hidden="true">
      ${svg`<polyline points=${place.join(" ")}></polyline>${place.map((one) => svg`<circle cx=${one.split(",")[0]} cy=${one.split(",")[1]} r="2"></circle>`)}`}</svg>
    <span class="wz-waarde__detail">${t(taal, "kaartje.verloop", { lijst: told })}</span></span>`;
}
