// "Waarom deze score": what each criterion adds, as a table with bars that adds up to the score;
// or why there is none.

import { html, nothing, svg, type TemplateResult } from "lit";
import type { Lang, Properties } from "../api/types.ts";
import { hasKey, t } from "../i18n/index.ts";
import { statusColumn } from "../model/layer.ts";
import { decimalsOf } from "../model/decimals.ts";
import { roundedToSum } from "../model/summed.ts";
import { formatColumn, formatFixed, formatNumber, valueLabel } from "../model/value.ts";
import { contributions, SCORE, type Contribution, type Criterion } from "../model/weighing.ts";
import { criterionName } from "../state/titles.ts";
import { REASON, type Weighing } from "../state/weighing.ts";

const LONGEST = 100; // points, and units of the drawing of a bar
const HEADS = ["waarom.deelscore", "waarom.gemiddeld", "waarom.gewicht", "waarom.punten"] as const; // weight last: it makes points

export function why(weighing: Weighing, properties: Properties, taal: Lang): TemplateResult {
  return html`<section class="wz-waarom" aria-labelledby="wz-waarom-kop">
    <h3 class="nl-heading nl-heading--level-3" id="wz-waarom-kop">${t(taal, "waarom")}</h3>
    ${typeof properties[SCORE] === "number" ? table(weighing, properties, taal) : absence(weighing, properties, taal)}
    <p class="wz-waarom__uitleg">${t(taal, "waarom.zoekgebied")}</p>
  </section>`;
}

function absence(weighing: Weighing, properties: Properties, taal: Lang): TemplateResult {
  const kolom = weighing.layer.woonzorg.kolommen?.find((one) => one.naam === SCORE);
  const excluded = kolom && properties[statusColumn(kolom)] === "uitgesloten";
  const given = properties[REASON];
  const known = `waarom.reden.${typeof given === "string" ? given : "onbekend"}`;
  const reden = hasKey(known) ? t(taal, known) : String(given).split("; ").map((one) => valueLabel(one, taal)).join("; ");
  return html`<p class="nl-paragraph">${t(taal, excluded ? "waarom.uitgesloten" : "waarom.geen", { reden })}</p>
    ${excluded ? nothing : table(weighing, properties, taal)}`;
}

/** A criterion has a line for its name and its bar, and under it a line of figures: beside a name
 * four figures do not fit in the panel, and their heads would break in the middle of a word. */
function table(weighing: Weighing, properties: Properties, taal: Lang): TemplateResult {
  const parts = contributions(weighing.criteria, properties, weighing.weights);
  const points = roundedToSum(parts.map((part) => part.points), 1);
  const sum = formatFixed(points.reduce<number>((total, one) => total + (one ?? 0), 0), 1, taal);
  const score = properties[SCORE];
  const kolom = weighing.layer.woonzorg.kolommen?.find((one) => one.naam === SCORE);
  const scored = typeof score === "number";
  const whole = scored && kolom && decimalsOf(kolom, score).most === 0 ? formatColumn(score, kolom, taal) : null;
  return html`<table class="wz-waarom__tabel wz-waarom__punten">
    <caption class="wz-alleen-voorlezen">${t(taal, "waarom.bijschrift")}</caption>
    <thead><tr>${HEADS.map((key) => html`<th scope="col" class="wz-getal">${t(taal, key)}</th>`)}</tr></thead>
    ${parts.map((part, k) => row(part, weighing.criteria[k] as Criterion, weighing.criterionMean(part.code), points[k] ?? null, taal))}
    ${scored ? html`<tfoot><tr><th scope="row" colspan="3">${t(taal, "waarom.samen")}</th>
      <td class="wz-getal">${sum}</td></tr>${whole === null ? nothing : html`
      <tr><th scope="row" colspan="3">${t(taal, "waarom.afgerond")}</th><td class="wz-getal">${whole}</td></tr>`}</tfoot>` : nothing}
  </table>
  ${parts.some((part) => part.value === null && part.weight > 0)
    ? html`<p class="wz-waarom__uitleg">${t(taal, "waarom.verdeeld")}</p>` : nothing}`;
}

function row({ weight, value, points }: Contribution, criterion: Criterion, mean: number | null, printed: number | null, taal: Lang): TemplateResult {
  return html`<tbody>
    <tr><th scope="rowgroup" colspan=${HEADS.length}>${criterionName(criterion, taal)}
      ${points === null ? nothing : svg`<svg class="wz-waarom__staaf" viewBox="0 0 ${LONGEST} 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${Math.max(points, points > 0 ? 0.5 : 0) * 2.5} height="4"></rect></svg>`}</th></tr>
    <tr><td class="wz-getal">${value === null ? t(taal, "waarom.onbekend") : formatFixed(value, 2, taal)}</td>
    <td class="wz-getal">${mean === null ? "–" : formatFixed(mean, 2, taal)}</td>
    <td class="wz-getal">${weight === 0 ? t(taal, "waarom.weegt-niet") : `${formatNumber(Math.round(weight * 100), taal)}%`}</td>
    <td class="wz-getal">${printed === null ? "–" : formatFixed(printed, 1, taal)}</td></tr>
  </tbody>`;
}
