// Two areas in two columns, in the order of the card, with the difference of what is a number.

import { html, nothing, type TemplateResult } from "lit";
import type { Collection, Feature, Kolom, Lang, Properties } from "../api/types.ts";
import { t } from "../i18n/index.ts";
import { difference } from "../model/difference.ts";
import { columnUnit, featureId, isDraaglastColumn, isNumeric, valueColumns } from "../model/layer.ts";
import { describe, formatColumn, shortWords } from "../model/value.ts";
import type { Store } from "../state/store.ts";
import { columnHeading, featureHeading } from "../state/titles.ts";

type Source = Pick<Store, "names" | "weighing" | "view" | "against">;

const signed = (value: number, kolom: Kolom, taal: Lang): string => {
  const text = formatColumn(value, kolom, taal);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
};

export function compare(source: Source, layer: Collection, first: Feature, second: Feature, taal: Lang): TemplateResult {
  const properties = [first, second].map((one) => source.weighing?.apply(featureId(one), one.properties) ?? one.properties);
  const [a, b] = properties as [Properties, Properties];
  const title = (one: Feature): string => featureHeading(source, layer, one.properties, featureId(one), taal);
  const cell = (kolom: Kolom, of: Properties): TemplateResult => {
    const value = describe(kolom, of, taal);
    const name = source.names.of(kolom.naam, of[kolom.naam]);
    return html`<td>${name ?? value.text}${value.status && value.status !== "waargenomen"
      ? html`<span class="wz-status">${` ${shortWords(value.status, taal)}`}</span>` : nothing}</td>`;
  };
  const rows = valueColumns(layer).map((kolom) => ({ kolom, apart: difference(layer, kolom, a, b) }));
  const told = rows.some(({ kolom: { naam }, kolom }) => difference(layer, kolom, { [naam]: 0 }, { [naam]: 0 }) !== null); // only classes: no column of dashes
  const empty = (kolom: Kolom): boolean => [a, b].every((one) => { const { text, status } = describe(kolom, one, taal); return !text && !status; });
  const columns = told ? 3 : 2;
  // The name of a figure has a line of its own: beside it three columns do not fit in the panel.
  return html`<div class="wz-naast" role="region" tabindex="0" aria-label=${t(taal, "vergelijk.kop")}><table class="wz-waarom__tabel">
    <caption class="wz-naast__kop">${t(taal, "vergelijk.kop")}</caption>
    <thead><tr><th scope="col"><span aria-hidden="true">○</span> ${title(first)}</th><th scope="col"><span aria-hidden="true">●</span> ${title(second)}</th>
      ${told ? html`<th scope="col" class="wz-getal">${t(taal, "vergelijk.verschil")}</th>` : nothing}</tr></thead>
    ${rows.filter(({ kolom }) => !empty(kolom)).map(({ kolom, apart }) => {
      const unit = columnUnit(kolom, taal);
      return html`<tbody><tr><th scope="rowgroup" colspan=${columns}>${columnHeading(source, kolom, taal)}${unit ? html`<span class="wz-eenheid"> (${unit})</span>` : nothing}</th></tr>
        <tr>${cell(kolom, a)}${cell(kolom, b)}${told ? html`<td class="wz-getal">${apart !== null ? signed(apart, kolom, taal) : isNumeric(kolom) ? "–" : nothing}</td>` : nothing}</tr></tbody>`;
    })}</table>
    ${told && rows.some(({ kolom }) => isNumeric(kolom) && isDraaglastColumn(kolom)) ? html`<p class="wz-waarom__uitleg">${t(taal, "vergelijk.draaglast")}</p>` : nothing}</div>`;
}
