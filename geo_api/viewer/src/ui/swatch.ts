// Swatches of the legend, in SVG with the very colours and patterns of the map. Presentation
// attributes are used because the content security policy refuses style attributes.

import { svg, html, nothing, type TemplateResult } from "lit";
import { PLAIN, type Shape } from "../map/data-layers.ts";
import { DOT, PATTERNS, SIZE, UNSURE } from "../map/patterns.ts";
import { INK } from "../map/style.ts";
import { ABSENCES, type Absence } from "../model/classes.ts";
import signs from "../model/signs.json" with { type: "json" };

const frame = (shape: Shape, fill: string): TemplateResult => {
  if (shape === "line") return svg`<path d="M1 10h26" stroke=${fill} stroke-width="4"></path>`;
  if (shape === "point") {
    return svg`<circle cx="14" cy="10" r="7" fill=${fill} stroke=${INK.outline} stroke-width="1"></circle>`;
  }
  return svg`<rect x="0.5" y="0.5" width="27" height="19" fill=${fill} stroke=${INK.outline} stroke-width="1"></rect>`;
};

export function swatch(shape: Shape, fill: string = PLAIN): TemplateResult {
  return html`<svg class="wz-staal" viewBox="0 0 28 20" aria-hidden="true">${frame(shape, fill)}</svg>`;
}

export function absenceSwatch(shape: Shape, absence: Absence): TemplateResult {
  return swatch(shape, shape === "area" ? `url(#wz-patroon-${absence})` : signs.geen);
}

export function unsureSwatch(): TemplateResult {
  return swatch("area", "url(#wz-patroon-onzeker)");
}

/** The patterns themselves, once on the page. */
export function patternDefinitions(): TemplateResult {
  return html`<svg class="wz-patronen" aria-hidden="true" width="0" height="0"><defs>
    ${[...ABSENCES.map((absence) => [absence, PATTERNS[absence]] as const), ["onzeker", UNSURE] as const].map(([name, { ground, ink, halo, lines, dots }]) => {
      return svg`<pattern id="wz-patroon-${name}" width=${SIZE} height=${SIZE} patternUnits="userSpaceOnUse">
        <rect width=${SIZE} height=${SIZE} fill=${ground || "#c4b9dd"}></rect>
        ${halo ? lines.map(([x1, y1, x2, y2]) => svg`<line x1=${x1} y1=${y1} x2=${x2} y2=${y2} stroke=${halo} stroke-width="2.5"></line>`) : nothing}
        ${lines.map(([x1, y1, x2, y2]) => svg`<line x1=${x1} y1=${y1} x2=${x2} y2=${y2} stroke=${ink}></line>`)}
        ${dots.map(([x, y]) => svg`<circle cx=${x} cy=${y} r=${DOT} fill=${ink}></circle>`)}
      </pattern>`;
    })}
  </defs></svg>`;
}
