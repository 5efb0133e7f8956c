// The table of the layer: the primary product. Same columns, units and words as the card.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { ApiError } from "../api/client.ts";
import { asApiError, wasAborted } from "../api/client.ts";
import type { Collection, Feature, Kolom } from "../api/types.ts";
import {
  columnTitle, columnUnit, featureId, hasCode, isDraaglastLayer, isNumeric, isSortable, keyColumn, layerTitle, nameColumn,
  shownColumn, valueColumns,
} from "../model/layer.ts";
import { areaCode, levelOfLayer } from "../model/areas.ts";
import { pick } from "../model/counts.ts";
import { matrixOf } from "../model/themes.ts";
import { orderOf, sortRows, standingOrder, type Order } from "../model/sort.ts";
import { describe, formatFixed, formatNumber, shortWords } from "../model/value.ts";
import { SCORE, weighsLoadOnly } from "../model/weighing.ts";
import type { Rows } from "../state/rows.ts";
import { columnHeading, featureHeading, featureTitle } from "../state/titles.ts";
import { matrix } from "./matrix.ts";
import { Part } from "./element.ts";
import { failureText, notice } from "./notice.ts";

const PAGE = 100;
const LONG = 30; // characters from which a text gets a wider column

export class Table extends Part {
  #page = 0;
  #rows: Rows | null = null;
  #wanted = "";
  #busy = false;
  #asList = false; // in place of a matrix
  #error: ApiError | null = null;

  override render(): TemplateResult | typeof nothing {
    const layer = this.store.currentLayer;
    const rows = this.store.rows;
    if (!layer || !rows) return nothing;
    const order = this.#order(layer);
    return html`<section class="wz-tabel" id="tabel" tabindex="-1" aria-labelledby="wz-tabel-kop">
      <div class="wz-tabel__kop">
        <h2 class="nl-heading nl-heading--level-2" id="wz-tabel-kop">${this.t("weergave.tabel")}<span class="wz-alleen-voorlezen">: ${layerTitle(layer, this.taal)}</span></h2>
        <p class="wz-tabel__orde" role="status">${this.#status(layer, order)}</p>
        ${this.#reorder(layer, order)}
      </div>
      ${this.#body(layer, rows, order)}
    </section>`;
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { rows, currentLayer, view } = this.store;
    const wanted = `${view.sorteer ?? ""} ${view.klassen.join(".")} ${view.klassen.length ? view.kolom : ""} ${this.#loadOnly}`;
    if (rows === this.#rows && wanted === this.#wanted) return;
    this.#rows = rows;
    this.#wanted = wanted;
    this.#page = 0;
    if (rows && currentLayer) void this.#load(this.#needsAll(currentLayer));
  }

  /** The asked order; none where it would put draaglast in order of height. */
  #order(layer: Collection): Order | null {
    return this.#loadOnly ? null : orderOf(layer, this.store.view.sorteer);
  }

  /** The order in which the rows came; with weights of the reader it is that of another score. */
  #standing(layer: Collection): Order | null {
    return this.store.weighing?.official === false ? null : standingOrder(layer);
  }

  get #loadOnly(): boolean {
    const { weighing } = this.store;
    return weighing !== null && weighsLoadOnly(weighing.criteria, weighing.weights);
  }

  #needsAll(layer: Collection): boolean {
    if (!this.#asList && matrixOf(layer)) return true;
    return this.#order(layer) !== null || this.store.view.klassen.length > 0 || this.#loadOnly;
  }

  /** The rows as they are shown: with the scores of the weighting, of the picked classes, in order. */
  #shown(layer: Collection, rows: Rows, order: Order | null): Feature[] {
    const { weighing, view } = this.store;
    const weighed = weighing && !weighing.official
      ? rows.items.map((row) => ({ ...row, properties: weighing.apply(featureId(row), row.properties) })) : rows.items;
    if (!rows.complete) return weighed;
    const picked = pick(weighed, shownColumn(layer, view.kolom), view.klassen);
    return this.#loadOnly ? [...picked].sort((a, b) => (featureId(a) < featureId(b) ? -1 : 1)) : sortRows(picked, order, this.taal);
  }

  /** Read what the page needs: all rows before sorting, else up to the end of the page. */
  async #load(everything: boolean): Promise<void> {
    const rows = this.#rows;
    if (!rows) return;
    this.#busy = true;
    this.#error = null;
    try {
      await (everything ? rows.all() : rows.ensure((this.#page + 1) * PAGE));
    } catch (cause) {
      if (!wasAborted(cause) && rows === this.#rows) this.#error = asApiError(cause);
    }
    if (rows !== this.#rows) return;
    this.#busy = false;
    this.store.rowsArrived();
  }

  #status(layer: Collection, order: Order | null): string {
    if (this.#busy) return this.t(order ? "tabel.alles-laden" : "tabel.laden");
    if (isDraaglastLayer(layer) || this.#loadOnly) return this.t("tabel.codevolgorde");
    order ??= this.#standing(layer);
    if (!order) return standingOrder(layer)?.kolom === SCORE ? this.t("tabel.vastgesteld") : "";
    const kolom = (layer.woonzorg.kolommen ?? []).find((one) => one.naam === order.kolom);
    return this.t(order.descending ? "tabel.gesorteerd.af" : "tabel.gesorteerd.op",
      { kolom: kolom ? columnHeading(this.store, kolom, this.taal) : order.kolom });
  }

  /** Under weights of the reader the rows still stand by the official score: said, with the way on. */
  #reorder(layer: Collection, order: Order | null): TemplateResult | typeof nothing {
    const standing = standingOrder(layer);
    if (order || this.#loadOnly || standing?.kolom !== SCORE || this.store.weighing?.official !== false) return nothing;
    return html`<button class="nl-button nl-button--secondary wz-tabel__herorden" type="button"
      @click=${() => this.store.update({ sorteer: `-${SCORE}` })}>${this.t("tabel.herorden")}</button>`;
  }

  #body(layer: Collection, rows: Rows, order: Order | null): TemplateResult | typeof nothing {
    if (this.#error) {
      const retry = { label: this.t("opnieuw"), act: () => void this.#load(this.#needsAll(layer)) };
      return notice(failureText(this.#error, this.taal), [retry], "alert");
    }
    if (!rows.items.length) return rows.complete ? notice(this.t("tabel.leeg")) : nothing;
    const across = this.#asList ? null : matrixOf(layer);
    if (across && rows.complete) return html`${this.#forms()}${matrix(layer, across, rows.items, this.store.names, this.taal)}`;
    const sorted = this.#shown(layer, rows, order);
    if (!sorted.length) return notice(this.t("tabel.geen-klasse"));
    const shown = sorted.slice(this.#page * PAGE, (this.#page + 1) * PAGE);
    const { weighing, against } = this.store;
    const apart = weighing && against ? weighing.apart(against) : null;
    return html`${matrixOf(layer) ? this.#forms() : nothing}
      <div class="utrecht-table-container utrecht-table-container--overflow-inline wz-tabel__vlak" role="region" tabindex="0"
        aria-label=${this.t("tabel.schuif")}>
        <table class="utrecht-table">
          <caption class="wz-alleen-voorlezen">${layerTitle(layer, this.taal)}</caption>
          <thead class="utrecht-table__header">${this.#head(layer, order ?? this.#standing(layer))}</thead>
          <tbody class="utrecht-table__body" @keydown=${this.#arrows}>${shown.map((row) => this.#row(layer, row, apart))}</tbody>
        </table>
      </div>
      ${this.#paging(layer, rows, shown.length, sorted.length)}`;
  }

  /** Across or as a list: a layer with a row per pair reads best with one of them across. */
  #forms(): TemplateResult {
    const form = (list: boolean): void => {
      this.#asList = list;
      this.requestUpdate();
    };
    return html`<fieldset class="wz-keus wz-tabel__vorm"><legend class="wz-alleen-voorlezen">${this.t("matrix.vorm")}</legend>
      ${[false, true].map((list) => html`<label><input type="radio" name="vorm" value=${list ? "lijst" : "matrix"} .checked=${this.#asList === list}
        @change=${() => form(list)}><span>${this.t(list ? "matrix.lijst" : "matrix")}</span></label>`)}</fieldset>`;
  }

  #head(layer: Collection, order: Order | null): TemplateResult {
    const name = nameColumn(layer);
    const named = this.store.names.named(layer);
    return html`<tr class="utrecht-table__row">
      ${this.#picking(layer) ? html`<th class="utrecht-table__header-cell wz-tabel__vink" scope="col"><span class="wz-alleen-voorlezen">${this.t("selectie.kop")}</span></th>` : nothing}
      ${name ? this.#headCell(layer, name, order) : html`<th class="utrecht-table__header-cell" scope="col">${this.#nameHead(layer, named)}</th>`}
      ${named && hasCode(layer) ? html`<th class="utrecht-table__header-cell" scope="col">${this.t("tabel.code")}</th>` : nothing}
      ${this.store.against ? html`<th class="utrecht-table__header-cell wz-getal" scope="col">${this.t("verschil.kolom")}</th>` : nothing}
      ${valueColumns(layer).map((kolom) => this.#headCell(layer, kolom, order))}
    </tr>`;
  }

  #nameHead(layer: Collection, named: boolean): string {
    const key = keyColumn(layer);
    return named || !key ? this.t("tabel.naam") : columnTitle(key, this.taal);
  }

  #headCell(layer: Collection, kolom: Kolom, order: Order | null): TemplateResult {
    const unit = columnUnit(kolom, this.taal);
    const title = columnHeading(this.store, kolom, this.taal);
    const label = html`${title}${unit ? html`<span class="wz-eenheid"> (${unit})</span>` : nothing}`;
    const look = `utrecht-table__header-cell ${isNumeric(kolom) ? "wz-getal" : ""}`;
    if (!isSortable(layer, kolom) || this.#loadOnly) return html`<th class=${look} scope="col">${label}</th>`;
    const current = order?.kolom === kolom.naam ? order : null;
    const sign = current ? (current.descending ? "▼" : "▲") : "↕";
    // Of figures the highest come first, of names the first letters; a second press turns it round.
    const down = current ? !current.descending : isNumeric(kolom);
    const next = down ? `-${kolom.naam}` : kolom.naam;
    return html`<th class=${look} scope="col" aria-sort=${current ? (current.descending ? "descending" : "ascending") : nothing}>
      <button class="wz-sorteer" type="button" title=${this.t("tabel.sorteer", { kolom: title })}
        @click=${() => this.store.update({ sorteer: next })}>${label} <span aria-hidden="true">${sign}</span></button></th>`;
  }

  #row(layer: Collection, row: Feature, apart: Float64Array | null): TemplateResult {
    const id = featureId(row);
    const chosen = id === this.store.view.object;
    const key = this.store.names.named(layer) && hasCode(layer) ? keyColumn(layer) : null; // without names the code stands in the first column
    return html`<tr class="utrecht-table__row ${chosen ? "wz-gekozen" : ""}" data-id=${id}
      aria-selected=${chosen ? "true" : nothing}>
      ${this.#picking(layer) ? this.#tick(layer, row, id) : nothing}
      <th class="utrecht-table__cell" scope="row"><button class="wz-rij" type="button" aria-pressed=${chosen ? "true" : "false"}
        @focus=${() => this.store.setHighlight(id)} @blur=${() => this.store.setHighlight(null)}
        @click=${(event: Event) => this.store.choose(id, event.currentTarget as HTMLElement)}
        >${this.#name(layer, row, id)}</button></th>
      ${key ? html`<td class="utrecht-table__cell wz-code">${row.properties[key.naam] ?? id}</td>` : nothing}
      ${apart ? html`<td class="utrecht-table__cell wz-getal">${this.#apart(id, apart)}</td>` : nothing}
      ${valueColumns(layer).map((kolom) => this.#cell(kolom, row))}
    </tr>`;
  }

  /** What has only a code is called by its kind and place, unless a column beside it tells the place. */
  #name(layer: Collection, row: Feature, id: string): string {
    const placed = valueColumns(layer).some(({ naam }) => ["buurtcode", "buurtnaam"].includes(naam));
    return placed ? featureTitle(this.store, layer, row.properties, id) : featureHeading(this.store, layer, row.properties, id, this.taal);
  }

  /** Are areas of this kind being picked? Then each row has a box to tick: no dragging needed. */
  #picking(layer: Collection): boolean {
    return (this.store.selecting || this.store.view.kies.length > 0) && levelOfLayer(layer) !== null;
  }

  #tick(layer: Collection, row: Feature, id: string): TemplateResult {
    const code = areaCode(layer, row.properties) ?? id;
    const naam = featureTitle(this.store, layer, row.properties, id);
    return html`<td class="utrecht-table__cell wz-tabel__vink"><input type="checkbox" aria-label=${this.t("selectie.kies", { naam })}
      .checked=${this.store.view.kies.includes(code)} @change=${() => this.store.pickArea(code)}></td>`;
  }

  #apart(id: string, apart: Float64Array): string {
    const value = this.store.weighing?.apartOf(id, apart) ?? null;
    return value === null ? "–" : formatFixed(value, 1, this.taal);
  }

  #cell(kolom: Kolom, row: Feature): TemplateResult {
    const raw = row.properties[kolom.naam];
    const value = describe(kolom, row.properties, this.taal);
    // What was simply observed needs no words in every cell; everything else does.
    const words = value.status && value.status !== "waargenomen" ? shortWords(value.status, this.taal) : "";
    const text = this.store.names.of(kolom.naam, raw) ?? value.text;
    const look = isNumeric(kolom) ? "wz-getal" : text.length > LONG ? "wz-tekst" : "";
    return html`<td class="utrecht-table__cell ${look}">${text}${words
      ? html`<span class="wz-status">${` ${words}`}</span>` : nothing}</td>`;
  }

  /** Arrow keys step through the rows, beside Tab. */
  #arrows(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...this.querySelectorAll<HTMLElement>("button.wz-rij")];
    const at = buttons.indexOf(event.target as HTMLElement);
    if (!step || at < 0) return;
    event.preventDefault();
    buttons[at + step]?.focus();
  }

  #paging(layer: Collection, rows: Rows, shown: number, all: number): TemplateResult {
    const first = this.#page * PAGE + 1;
    const total = rows.complete ? all : layer.woonzorg.aantal ?? rows.items.length;
    const more = first + shown - 1 < total;
    const go = (step: number) => (): void => {
      this.#page += step;
      void this.#load(false);
      this.querySelector(".wz-tabel__vlak")?.scrollTo({ top: 0 });
    };
    const number = (n: number): string => formatNumber(n, this.taal);
    return html`<nav class="wz-bladeren" aria-label=${this.t("tabel.bladeren")}>
      <p role="status">${this.t("tabel.rijen", { van: number(first), tot: number(first + shown - 1), totaal: number(total) })}</p>
      ${total > PAGE ? html`
        <button class="nl-button nl-button--secondary" type="button" ?disabled=${this.#page === 0} @click=${go(-1)}>${this.t("tabel.vorige")}</button>
        <button class="nl-button nl-button--secondary" type="button" ?disabled=${!more} @click=${go(1)}>${this.t("tabel.volgende")}</button>` : nothing}
    </nav>`;
  }
}
