// Legend of the map: how it is read, its classes with bars, what is unsure, and the mean of the
// gemeente to hold against. Each class is a button that picks it for map and table.

import { html, nothing, type TemplateResult } from "lit";
import type { Collection, Kolom } from "../api/types.ts";
import { shapeOf, type Shape } from "../map/data-layers.ts";
import { apartClasses } from "../model/apart.ts";
import { ABSENCES, legendClasses } from "../model/classes.ts";
import { binOf, unsureCount } from "../model/counts.ts";
import { unsureOf } from "../model/themes.ts";
import { SCORE } from "../model/weighing.ts";
import {
  columnUnit, isDraaglastColumn, isDraaglastLayer, isNumeric, layerTitle, shownColumn, valueColumns,
} from "../model/layer.ts";
import { formatDate, formatMean, formatNumber, valueLabel, withUnit } from "../model/value.ts";
import { valueOf } from "../state/load.ts";
import type { Mean } from "../state/store.ts";
import { shownCounts } from "../state/shown.ts";
import { mapHeading, readingHelp, wegingName } from "../state/titles.ts";
import { Part } from "./element.ts";
import { absenceSwatch, patternDefinitions, swatch, unsureSwatch } from "./swatch.ts";

interface Bar {
  bin: string;
  sign: TemplateResult;
  label: string;
}

const LONGEST = 100; // of a bar, in units of its drawing

export class Legend extends Part {
  readonly #weighed = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.addEventListener("weigh", this.#weighed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.removeEventListener("weigh", this.#weighed);
  }

  override render(): TemplateResult | typeof nothing {
    const layer = this.store.namedLayer;
    if (!layer) return nothing;
    const kolom = shownColumn(layer, this.store.view.kolom);
    const shape = shapeOf(layer);
    return html`<section class="wz-legenda" aria-labelledby="wz-legenda-kop">
      ${patternDefinitions()}
      <h2 class="nl-heading nl-heading--level-2" id="wz-legenda-kop">${this.t("legenda")}</h2>
      ${shape ? this.#key(layer, kolom, shape) : html`<p class="nl-paragraph">${this.t("legenda.geen-kaart")}</p>`}
      <p class="wz-legenda__bron">${this.t("kaartje.herkomst", {
        bron: valueLabel(kolom?.bron ?? layer.woonzorg.bron ?? this.t("kaartje.afgeleid"), this.taal), datum: formatDate(kolom?.peildatum ?? layer.woonzorg.peildatum, this.taal) })}</p>
    </section>`;
  }

  #key(layer: Collection, kolom: Kolom | null, shape: Shape): TemplateResult {
    if (!kolom) {
      const figures = shape === "area" && valueColumns(layer).some(isNumeric);
      return html`<ul class="wz-legenda__klassen">
        <li class="wz-klasse wz-klasse--vast">${swatch(shape)}<span class="wz-klasse__naam" lang=${this.dutch ?? nothing}>${layerTitle(layer, this.taal)}</span></li></ul>
        ${figures ? html`<p class="wz-legenda__duiding">${this.t("legenda.geen-klassen")}</p>` : nothing}`;
    }
    const unit = columnUnit(kolom, this.taal);
    const load = isDraaglastLayer(layer) || isDraaglastColumn(kolom);
    const help = this.store.against ? "" : readingHelp(layer, kolom, this.taal); // a difference says itself what it is
    return html`
      <h3 class="nl-heading nl-heading--level-3">${mapHeading(this.store, kolom, this.taal)}${unit ? html`<span class="wz-eenheid"> (${unit})</span>` : nothing}</h3>
      ${load ? html`<p class="wz-legenda__duiding"><strong>${this.t("legenda.draaglast")}.</strong>
        ${this.t("legenda.draaglast.uitleg")}</p>` : help ? html`<p class="wz-legenda__duiding">${help}</p>` : nothing}
      ${this.store.against ? this.#apart(kolom, shape) : this.#bars(layer, kolom, shape)}
      ${load && kolom.omschrijving ? html`<details class="wz-legenda__meer"><summary>${this.t("legenda.klassen")}</summary>
        ${this.said(kolom.omschrijving, "wz-legenda__duiding")}</details>` : nothing}`;
  }

  /** The classes, each a button that picks it for map and table; with bars once every value is here. */
  #bars(layer: Collection, kolom: Kolom, shape: Shape): TemplateResult {
    const counts = shownCounts(this.store, kolom);
    const picked = this.store.view.klassen;
    const classes: Bar[] = legendClasses(layer, kolom, this.taal).map((one, i) =>
      ({ bin: String(i + 1), sign: swatch(shape, one.colour), label: one.label }));
    const absent: Bar[] = ABSENCES.filter((one) => !counts || counts.has(one) || picked.includes(one)).map((one) =>
      ({ bin: one, sign: absenceSwatch(shape, one), label: this.t(`afwezig.${one}`) }));
    const bars = [...classes, ...absent];
    const most = Math.max(1, ...(counts?.values() ?? []));
    const total = [...(counts?.values() ?? [])].reduce((sum, one) => sum + one, 0);
    const shown = bars.filter(({ bin }) => picked.includes(bin)).reduce((sum, { bin }) => sum + (counts?.get(bin) ?? 0), 0);
    const at = this.#pointed(kolom);
    const mean = counts ? this.#mean(kolom) : null;
    const held = mean === null ? null : binOf({ [kolom.naam]: mean.value }, kolom);
    return html`
      <ul class="wz-legenda__klassen">${bars.map((bar) => html`<li>${this.#bar(kolom, bar, counts?.get(bar.bin) ?? (counts ? 0 : null), most, at, held)}</li>`)}</ul>
      <p class="wz-legenda__filter" role="status">${picked.length
        ? html`${counts ? this.t("filter.toont", { n: formatNumber(shown, this.taal), totaal: formatNumber(total, this.taal) }) : this.t("filter.aan")}`
        : nothing}</p>
      ${picked.length ? html`<button class="nl-button nl-button--secondary wz-legenda__alles" type="button"
        @click=${() => this.store.update({ klassen: [] })}>${this.t("filter.alles")}</button>` : nothing}
      ${this.#unsure(layer, kolom)}${mean === null ? nothing : html`<p class="wz-legenda__gemiddelde"><span aria-hidden="true">◆</span>
        ${this.t(mean.weighted ? "gemiddelde.gewogen" : "gemiddelde.gebieden", { n: this.#figure(mean.value, kolom) })}</p>`}`;
  }

  /** Classes of the difference with another weighting: told, and not to be picked. */
  #apart(kolom: Kolom, shape: Shape): TemplateResult | typeof nothing {
    const { against } = this.store;
    const counts = shownCounts(this.store, kolom);
    if (!counts || !against) return nothing;
    const row = (sign: TemplateResult, label: string, bin: string): TemplateResult => html`<li class="wz-klasse wz-klasse--vast">${sign}
      <span class="wz-klasse__naam">${label}</span><span class="wz-klasse__aantal">${formatNumber(counts.get(bin) ?? 0, this.taal)}</span></li>`;
    return html`<p class="wz-legenda__duiding">${this.t("verschil.uitleg", { naam: wegingName(against, this.taal) })}</p>
      <ul class="wz-legenda__klassen">
        ${apartClasses(this.taal).map((one, i) => row(swatch(shape, one.colour), one.label, String(i + 1)))}
        ${ABSENCES.filter((one) => counts.has(one)).map((one) => row(absenceSwatch(shape, one), this.t(`afwezig.${one}`), one))}
      </ul>`;
  }

  #bar(kolom: Kolom, { bin, sign, label }: Bar, count: number | null, most: number, at: string | null, mean: string | null): TemplateResult {
    const picked = this.store.view.klassen;
    const on = picked.includes(bin);
    const length = count === null ? 0 : Math.max(count > 0 ? 1 : 0, (LONGEST * count) / most);
    const toggle = (): void => this.store.update({ klassen: on ? picked.filter((one) => one !== bin) : [...picked, bin].sort() });
    return html`<button class="wz-klasse" type="button" aria-pressed=${on ? "true" : "false"} ?data-af=${picked.length > 0 && !on}
      ?data-nadruk=${at === bin} title=${this.t(on ? "filter.weg" : "filter.alleen", { klasse: label })} @click=${toggle}>
      ${sign}<span class="wz-klasse__naam">${label}${mean === bin ? html` <span class="wz-klasse__gemiddelde" aria-hidden="true">◆</span>` : nothing}${this.#chosen(kolom, bin)}</span>
      ${count === null ? nothing : html`<span class="wz-alleen-voorlezen">:</span><span class="wz-klasse__aantal">${formatNumber(count, this.taal)}</span>
        <svg class="wz-klasse__staaf" viewBox="0 0 ${LONGEST} 4" preserveAspectRatio="none" aria-hidden="true"><rect width=${length} height="4"></rect></svg>`}
    </button>`;
  }

  /** Mean to hold a class against: of the scores as they are weighed, or as the API gives it. */
  #mean(kolom: Kolom): Mean | null {
    const { weighing, mean } = this.store;
    if (weighing && kolom.naam === SCORE) {
      const value = weighing.mean();
      return value === null ? null : { kolom: kolom.naam, value, weighted: false };
    }
    return mean?.kolom === kolom.naam ? mean : null;
  }

  #figure(value: number, kolom: Kolom): string {
    return withUnit(formatMean(value, kolom, this.taal), columnUnit(kolom, this.taal));
  }

  /** What the hatching says, with how many it is over. */
  #unsure(layer: Collection, kolom: Kolom): TemplateResult | typeof nothing {
    const unsure = unsureOf(layer, kolom);
    if (!unsure) return nothing;
    const rows = valueOf(this.store.columns);
    const count = rows && unsureCount(rows.map((row) => row.properties), kolom, unsure);
    return html`<p class="wz-klasse wz-klasse--vast">${unsureSwatch()}<span class="wz-klasse__naam">${this.t(unsure.tekst)}</span>
      ${count === null ? nothing : html`<span class="wz-klasse__aantal">${formatNumber(count, this.taal)}</span>`}</p>`;
  }

  /** Marks of the chosen area and the one beside it in the bars; their figures stand in the card. */
  #chosen(kolom: Kolom, bin: string): TemplateResult | typeof nothing {
    const { view } = this.store;
    const here = (id: string | null): boolean => id !== null && this.#binOf(id, kolom) === bin;
    const [beside, chosen] = [here(view.naast), here(view.object)];
    if (!beside && !chosen) return nothing;
    return html` <span class="wz-klasse__keuze" aria-hidden="true">${beside && view.naast !== view.object ? "○" : ""}${chosen ? "●" : ""}</span>`;
  }

  #binOf(id: string, kolom: Kolom): string | null {
    const row = this.store.values.get(id);
    return row ? binOf(this.store.weighing?.apply(row.id, row.properties) ?? row.properties, kolom) : null;
  }

  /** The class of what the pointer or the focus is on. */
  #pointed(kolom: Kolom): string | null {
    const { highlight } = this.store;
    return highlight === null ? null : this.#binOf(highlight, kolom);
  }
}
