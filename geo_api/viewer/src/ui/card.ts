// Everything known of one feature: each value with unit, source, peildatum and status in words.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Collection, Feature, Kolom, Properties } from "../api/types.ts";
import { asApiError } from "../api/client.ts";
import { readFigures } from "../api/asked.ts";
import { readFeature } from "../api/read.ts";
import { areaCode } from "../model/areas.ts";
import {
  columnUnit, featureId, hasCode, isDraaglastLayer, keyColumn, layerTitle, mapColumns, nameColumn, shownColumn, valueColumns,
} from "../model/layer.ts";
import { describe, formatDate, formatMean, valueLabel, withUnit, type Described } from "../model/value.ts";
import { directionOf } from "../model/direction.ts";
import { factsheetOf, hasPages, toetsAt } from "../model/pages.ts";
import { unsureOf } from "../model/themes.ts";
import { SCORE } from "../model/weighing.ts";
import { Asked } from "../state/asked.ts";
import { valueOf } from "../state/load.ts";
import { hasMean, meanOf } from "../state/means.ts";
import type { Mean } from "../state/store.ts";
import { columnHeading, featureHeading } from "../state/titles.ts";
import { Part } from "./element.ts";
import { failureText, notice } from "./notice.ts";
import { compare } from "./compare.ts";
import { trend, type Moment } from "./trend.ts";
import { why } from "./why.ts";

const MOST_SHOWN = 8; // figures; with more the rest is folded
const IN_SIGHT = 5;
const MOST_MOMENTS = 6;
const MOST_MEANT = 20_000; // features over which a mean is asked

const told = ({ text, status }: Described): boolean => Boolean(text || status);

export class Card extends Part {
  readonly #means = new Asked<Map<string, Mean>>(() => this.requestUpdate());
  readonly #moments = new Asked<Moment[]>(() => this.requestUpdate());

  override render(): TemplateResult | typeof nothing {
    const { feature, currentLayer: layer } = this.store;
    if (!layer || feature.state === "idle") return nothing;
    if (feature.state === "busy") return notice(this.t(feature.slow ? "traag" : "laden"));
    if (feature.state === "failed") {
      const retry = { label: this.t("opnieuw"), act: () => void this.store.loadFeature() };
      const close = { label: this.t("kaartje.sluit"), act: () => this.#close() };
      const gone = feature.error.kind === "missing";
      return notice(failureText(feature.error, this.taal, "fout.missing.object"), gone ? [close] : [retry, close], "alert");
    }
    return this.#card(layer, feature.value);
  }

  readonly #weighed = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.addEventListener("weigh", this.#weighed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.removeEventListener("weigh", this.#weighed);
  }

  /** A card opened from the table takes the focus, so that keyboard and speech follow. */
  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.store.feature.state !== "ready") return;
    const arrival = this.store.takeArrival();
    if (arrival === "focus") this.querySelector<HTMLElement>("h2")?.focus();
    const seen = this.store.view.naast ? "header" : ".wz-waarde"; // the comparison stands between them
    if (arrival) this.querySelector(seen)?.scrollIntoView({ block: "nearest" });
  }

  #close(): void {
    const back = this.store.cameFrom;
    this.store.update({ object: null, plan: [] });
    if (back?.isConnected) back.focus();
  }

  #card(layer: Collection, feature: Feature): TemplateResult {
    this.#ask(layer, feature);
    const { weighing } = this.store;
    const title = featureHeading(this.store, layer, feature.properties, featureId(feature), this.taal);
    const properties = weighing?.apply(featureId(feature), feature.properties) ?? feature.properties;
    const key = keyColumn(layer);
    const code = String((key && feature.properties[key.naam]) ?? feature.id);
    const columns = valueColumns(layer).filter((kolom) => kolom.rol !== "toelichting" || told(describe(kolom, properties, this.taal)));
    const shared = this.#shared(layer, columns);
    return html`<article class="wz-kaartje" aria-labelledby="wz-kaartje-kop">
      <header>
        <h2 class="nl-heading nl-heading--level-2" id="wz-kaartje-kop" tabindex="-1"
          lang=${nameColumn(layer) ? "nl" : nothing}>${title}</h2>
        <button class="nl-button nl-button--subtle wz-sluit" type="button" aria-label=${this.t("kaartje.sluit")}
          title=${this.t("kaartje.sluit")} @click=${() => this.#close()}><span aria-hidden="true">×</span></button>
      </header>
      <p class="wz-kaartje__laag">${layerTitle(layer, this.taal)}${hasCode(layer) && !title.includes(code)
        ? html` · <span class="wz-code">${this.t("kaartje.code", { code })}</span>` : nothing}</p>
      ${this.#beside(layer, feature)}
      ${this.#pick(layer, feature)}
      ${this.#pages(layer, feature)}
      ${weighing ? why(weighing, properties, this.taal) : nothing}
      ${columns.length
        ? html`${this.#values(layer, columns, properties, shared)}
          ${shared ? html`<p class="wz-kaartje__bron">${this.t("kaartje.bron", { herkomst: shared })}</p>` : nothing}`
        : html`<p class="nl-paragraph">${this.t("kaartje.geen-waarden")}</p>`}
    </article>`;
  }

  /** Into the selection, without dragging. */
  #pick(layer: Collection, feature: Feature): TemplateResult | typeof nothing {
    const code = areaCode(layer, feature.properties);
    if (!code) return nothing;
    const picked = this.store.view.kies.includes(code);
    return html`<p class="wz-kaartje__daden"><button class="nl-button nl-button--secondary" type="button"
      @click=${() => this.store.pickArea(code)}>${this.t(picked ? "selectie.eruit" : "selectie.erbij")}</button></p>`;
  }

  /** Where to go on from here: the sheet to take along, and the test of an initiative. */
  #pages(layer: Collection, feature: Feature): TemplateResult | typeof nothing {
    if (!hasPages(valueOf(this.store.catalog))) return nothing;
    const sheet = factsheetOf(layer, feature.properties);
    const naam = sheet && (this.store.names.of("buurtcode", sheet.code) ?? featureHeading(this.store, layer, feature.properties, sheet.code, this.taal));
    const toets = toetsAt(featureId(feature), this.store.found);
    const taal = this.taal === "en" ? "en" : null;
    const to = (href: string): string => (taal ? `${href}${href.includes("?") ? "&" : "?"}taal=${taal}` : href);
    return html`<ul class="wz-kaartje__wegen">
      ${sheet ? html`<li><a class="nl-link" href=${to(sheet.href)}>${this.t("kaartje.factsheet", { naam: naam ?? sheet.code })}</a></li>` : nothing}
      ${toets ? html`<li><a class="nl-link" href=${to(toets)}>${this.t("kaartje.toets")}</a></li>` : nothing}</ul>`;
  }

  /** Means of all figures, and the same figures at other moments: what a value is held against. */
  #ask(layer: Collection, feature: Feature): void {
    const { when } = this.store;
    const columns = mapColumns(layer).filter((kolom) => hasMean(layer, kolom)).map((kolom) => kolom.naam);
    const several = (layer.woonzorg.aantal ?? 0) > 1 && (layer.woonzorg.aantal ?? 0) <= MOST_MEANT;
    this.#means.want(columns.length && several ? `${layer.id} ${layer.woonzorg.version}` : null, async (signal) => {
      const found = await readFigures(layer.id, columns, when, null, signal);
      return new Map(found.kolommen.flatMap((one) => meanOf(one) ?? []).map((mean) => [mean.kolom, mean]));
    });
    const moments = (layer.woonzorg.peildata ?? []).filter((one) => one !== null).sort().slice(-MOST_MOMENTS);
    const told = moments.length > 1 && when.release === null && !isDraaglastLayer(layer);
    this.#moments.want(told ? `${layer.id} ${layer.woonzorg.version} ${featureId(feature)}` : null, (signal) =>
      Promise.all(moments.map(async (peildatum) => ({
        peildatum,
        properties: (await readFeature(layer.id, featureId(feature), { peildatum, release: null }, signal).catch((cause: unknown) => {
          if (asApiError(cause).kind !== "missing") throw cause;
          return null; // it was not there yet
        }))?.properties ?? null,
      }))));
  }

  /** The way to a second area, or the two beside each other. */
  #beside(layer: Collection, feature: Feature): TemplateResult | typeof nothing {
    const { beside, view } = this.store;
    const stop = html`<button class="nl-button nl-button--secondary" type="button"
      @click=${() => this.store.update({ naast: null })}>${this.t("vergelijk.stop")}</button>`;
    if (view.naast === null) {
      return html`<p class="wz-kaartje__daden"><button class="nl-button nl-button--secondary" type="button"
        @click=${() => this.#startBeside(featureId(feature))}>${this.t("vergelijk.start")}</button></p>`;
    }
    if (view.naast === featureId(feature)) {
      return html`<p class="wz-kaartje__daden" role="status">${this.t("vergelijk.kies")}</p>${stop}`;
    }
    if (beside.state === "failed") return html`${notice(failureText(beside.error, this.taal, "fout.missing.object"), [], "alert")}${stop}`;
    if (beside.state !== "ready") return notice(this.t("laden"));
    return html`${compare(this.store, layer, beside.value, feature, this.taal)}${stop}`;
  }

  /** The second area is picked on the map: a high sheet makes room for it. */
  #startBeside(id: string): void {
    if (this.store.sheet === "hoog") this.store.setSheet("half");
    this.store.update({ naast: id });
  }

  #mean(layer: Collection, kolom: Kolom): TemplateResult | typeof nothing {
    const { weighing } = this.store;
    const own = weighing && kolom.naam === SCORE ? weighing.mean() : null;
    const mean = own === null ? valueOf(this.#means.load)?.get(kolom.naam) : { value: own, weighted: false };
    if (!mean || !hasMean(layer, kolom)) return nothing;
    return html`<span class="wz-waarde__detail">${this.t(mean.weighted ? "kaartje.gemeente" : "kaartje.gemiddeld", { n: withUnit(formatMean(mean.value, kolom, this.taal), columnUnit(kolom, this.taal)) })}</span>`;
  }

  /** Where a figure is from, and of when. */
  #origin(layer: Collection, kolom: Kolom): string {
    const weighed = kolom.naam === SCORE && this.store.weighing && !this.store.weighing.official;
    return weighed ? this.t("waarom.eigen") : this.t("kaartje.herkomst", {
      bron: valueLabel((kolom.bron ?? layer.woonzorg.bron) || this.t("kaartje.afgeleid"), this.taal),
      datum: formatDate(kolom.peildatum ?? layer.woonzorg.peildatum, this.taal),
    });
  }

  /** The origin that most figures share, said once below them; null when they have few. */
  #shared(layer: Collection, columns: readonly Kolom[]): string | null {
    const [most] = [...Map.groupBy(columns, (kolom) => this.#origin(layer, kolom))].sort(([, a], [, b]) => b.length - a.length);
    return most && most[1].length > 1 ? most[0] : null;
  }

  /** The figures: all when they are few, else the first ones and the shown one, the rest folded. */
  #values(layer: Collection, columns: readonly Kolom[], properties: Properties, shared: string | null): TemplateResult {
    const list = (some: readonly Kolom[]): TemplateResult => html`<dl>${some.map((kolom) => this.#value(layer, kolom, properties, shared))}</dl>`;
    if (columns.length <= MOST_SHOWN) return list(columns);
    const shown = shownColumn(layer, this.store.view.kolom);
    const first = [shown?.naam, unsureOf(layer, shown)?.kolom]; // the figure on the map, and whether it holds
    const order = [...columns].sort((a, b) => Number(first.includes(b.naam)) - Number(first.includes(a.naam)));
    const rest = order.slice(IN_SIGHT);
    return html`${list(order.slice(0, IN_SIGHT))}<details class="wz-kaartje__meer"><summary>${this.t("kaartje.meer", { n: rest.length })}</summary>${list(rest)}</details>`;
  }

  #value(layer: Collection, kolom: Kolom, properties: Properties, shared: string | null): TemplateResult {
    const value = describe(kolom, properties, this.taal);
    const name = this.store.names.of(kolom.naam, properties[kolom.naam]);
    const origin = this.#origin(layer, kolom);
    const unsure = unsureOf(layer, kolom);
    const direction = directionOf(layer, kolom, properties[kolom.naam]);
    const shaky = unsure !== null && unsure.waarden.includes(String(properties[unsure.kolom]));
    return html`<div class="wz-waarde" data-kolom=${kolom.naam}>
      <dt>${columnHeading(this.store, kolom, this.taal)}</dt>
      <dd>
        ${value.text ? html`<span class="wz-waarde__getal ${kolom.rol === "toelichting" ? "wz-waarde__tekst" : ""}">${name ?? value.text}${value.unit
          ? html`<span class="wz-eenheid">${value.unit === "%" ? value.unit : ` ${value.unit}`}</span>` : nothing}${direction ? html` <span class="wz-eenheid">(${this.t(direction)})</span>` : nothing}</span>` : nothing}
        ${value.statusText ? html`<span class="nl-data-badge" data-status=${value.status}>${value.statusText}</span>` : nothing}
        ${shaky ? html`<span class="nl-data-badge wz-onzeker">${valueLabel(String(properties[unsure.kolom]), this.taal)}</span>` : nothing}
        ${value.detail ? html`<span class="wz-waarde__detail">${value.detail}</span>` : nothing}
        ${this.#mean(layer, kolom)}${trend(kolom, valueOf(this.#moments.load) ?? [], this.taal)}
        ${origin === shared ? nothing : html`<span class="wz-waarde__herkomst">${origin}</span>`}
      </dd></div>`;
  }
}
