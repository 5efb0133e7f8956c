// A layer with a row per pair as a table with one of the two across: areas down, kinds across.

import { html, nothing, type TemplateResult } from "lit";
import type { Collection, Feature, Kolom, Lang } from "../api/types.ts";
import { t } from "../i18n/index.ts";
import { columnTitle, columnUnit, isNumeric } from "../model/layer.ts";
import type { Matrix } from "../model/themes.ts";
import { describe, shortWords, valueLabel } from "../model/value.ts";
import type { Names } from "../state/names.ts";

export function matrix(layer: Collection, across: Matrix, rows: readonly Feature[], names: Names, taal: Lang): TemplateResult {
  const text = (row: Feature, naam: string): string => String(row.properties[naam] ?? "");
  const kinds = [...new Set(rows.map((row) => text(row, across.kolom)))].sort((a, b) => a.localeCompare(b, taal));
  const kolom = layer.woonzorg.kolommen?.find((one) => one.naam === across.waarde);
  const head = layer.woonzorg.kolommen?.find((one) => one.naam === across.kolom);
  const unit = kolom ? columnUnit(kolom, taal) : "";
  const areas = [...Map.groupBy(rows, (row) => text(row, across.rij))];
  const name = (code: string, members: Feature[]): string =>
    (across.naam && text(members[0] as Feature, across.naam)) || names.of(across.rij, code) || code;
  return html`<div class="utrecht-table-container utrecht-table-container--overflow-inline wz-tabel__vlak" role="region" tabindex="0" aria-label=${t(taal, "tabel.schuif")}>
    <table class="utrecht-table wz-matrix">
      <caption class="wz-naast__kop">${kolom ? columnTitle(kolom, taal) : across.waarde}${unit ? ` (${unit})` : ""}${head ? `, ${columnTitle(head, taal).toLowerCase()}` : ""}</caption>
      <thead class="utrecht-table__header"><tr class="utrecht-table__row"><th class="utrecht-table__header-cell" scope="col">${t(taal, "matrix.rij")}</th>
        ${kinds.map((kind) => html`<th class="utrecht-table__header-cell ${kolom && isNumeric(kolom) ? "wz-getal" : ""}" scope="col">${valueLabel(kind, taal)}</th>`)}</tr></thead>
      <tbody class="utrecht-table__body">${areas.map(([code, members]) => {
        const found = new Map(members.map((row) => [text(row, across.kolom), row]));
        return html`<tr class="utrecht-table__row"><th class="utrecht-table__cell" scope="row" lang="nl">${name(code, members)}</th>
          ${kinds.map((kind) => cell(found.get(kind), kolom, taal))}</tr>`;
      })}</tbody>
    </table></div>`;
}

function cell(row: Feature | undefined, kolom: Kolom | undefined, taal: Lang): TemplateResult {
  if (!row || !kolom) return html`<td class="utrecht-table__cell">–</td>`;
  const value = describe(kolom, row.properties, taal);
  const words = value.status && value.status !== "waargenomen" ? shortWords(value.status, taal) : "";
  return html`<td class="utrecht-table__cell ${isNumeric(kolom) ? "wz-getal" : ""}">${value.text}${words && !value.text
    ? html`<span class="wz-status">${words}</span>` : nothing}</td>`;
}
