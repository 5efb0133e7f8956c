// Everything known of one feature: each value with unit, source, peildatum and status in words.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Collection, Feature, Kolom, Properties } from "../api/types.ts";
import { columnTitle, featureId, keyColumn, layerTitle, nameColumn, valueColumns } from "../model/layer.ts";
import { describe, formatDate, type Described } from "../model/value.ts";
import { SCORE } from "../model/weighing.ts";
import { featureHeading } from "../state/titles.ts";
import { Part } from "./element.ts";
import { failureText, notice } from "./notice.ts";
import { compare } from "./compare.ts";
import { why } from "./why.ts";

const told = ({ text, status }: Described): boolean => Boolean(text || status);

export class Card extends Part {
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
    if (arrival) this.querySelector(".wz-waarde")?.scrollIntoView({ block: "nearest" });
  }

  #close(): void {
    const back = this.store.cameFrom;
    this.store.update({ object: null });
    if (back?.isConnected) back.focus();
  }

  #card(layer: Collection, feature: Feature): TemplateResult {
    const { weighing } = this.store;
    const title = featureHeading(this.store, layer, feature.properties, featureId(feature), this.taal);
    const properties = weighing?.apply(featureId(feature), feature.properties) ?? feature.properties;
    const key = keyColumn(layer);
    const code = String((key && feature.properties[key.naam]) ?? feature.id);
    const columns = valueColumns(layer).filter((kolom) => kolom.rol !== "toelichting" || told(describe(kolom, properties, this.taal)));
    return html`<article class="wz-kaartje" aria-labelledby="wz-kaartje-kop">
      <header>
        <h2 class="nl-heading nl-heading--level-2" id="wz-kaartje-kop" tabindex="-1"
          lang=${nameColumn(layer) ? "nl" : nothing}>${title}</h2>
        <button class="nl-button nl-button--subtle wz-sluit" type="button" aria-label=${this.t("kaartje.sluit")}
          title=${this.t("kaartje.sluit")} @click=${() => this.#close()}><span aria-hidden="true">×</span></button>
      </header>
      <p class="wz-kaartje__laag">${layerTitle(layer, this.taal)}${!title.endsWith(code)
        ? html` · <span class="wz-code">${this.t("kaartje.code", { code })}</span>` : nothing}</p>
      ${this.#beside(layer, feature)}
      ${weighing ? why(weighing, properties, this.taal) : nothing}
      ${columns.length
        ? html`<dl>${columns.map((kolom) => this.#value(layer, kolom, properties))}</dl>`
        : html`<p class="nl-paragraph">${this.t("kaartje.geen-waarden")}</p>`}
    </article>`;
  }

  /** The way to a second area, or the two beside each other. */
  #beside(layer: Collection, feature: Feature): TemplateResult | typeof nothing {
    const { beside, view } = this.store;
    const stop = html`<button class="nl-button nl-button--secondary" type="button"
      @click=${() => this.store.update({ naast: null })}>${this.t("vergelijk.stop")}</button>`;
    if (view.naast === null) {
      return html`<p class="wz-kaartje__daden"><button class="nl-button nl-button--secondary" type="button"
        @click=${() => this.store.update({ naast: featureId(feature) })}>${this.t("vergelijk.start")}</button></p>`;
    }
    if (view.naast === featureId(feature)) {
      return html`<p class="wz-kaartje__daden" role="status">${this.t("vergelijk.kies")}</p>${stop}`;
    }
    if (beside.state === "failed") return html`${notice(failureText(beside.error, this.taal, "fout.missing.object"), [], "alert")}${stop}`;
    if (beside.state !== "ready") return notice(this.t("laden"));
    return html`${compare(this.store, layer, beside.value, feature, this.taal)}${stop}`;
  }

  #value(layer: Collection, kolom: Kolom, properties: Properties): TemplateResult {
    const value = describe(kolom, properties, this.taal);
    const name = this.store.names.of(kolom.naam, properties[kolom.naam]);
    const source = kolom.bron ?? layer.woonzorg.bron;
    const weighed = kolom.naam === SCORE && this.store.weighing && !this.store.weighing.official;
    const origin = weighed ? this.t("waarom.eigen") : this.t("kaartje.herkomst", {
      bron: source || this.t("kaartje.afgeleid"),
      datum: formatDate(kolom.peildatum ?? layer.woonzorg.peildatum, this.taal),
    });
    return html`<div class="wz-waarde" data-kolom=${kolom.naam}>
      <dt>${columnTitle(kolom, this.taal)}</dt>
      <dd>
        ${value.text ? html`<span class="wz-waarde__getal ${kolom.rol === "toelichting" ? "wz-waarde__tekst" : ""}">${name ?? value.text}${value.unit
          ? html` <span class="wz-eenheid">${value.unit}</span>` : nothing}</span>` : nothing}
        ${value.statusText ? html`<span class="nl-data-badge" data-status=${value.status}>${value.statusText}</span>` : nothing}
        ${value.detail ? html`<span class="wz-waarde__detail">${value.detail}</span>` : nothing}
        <span class="wz-waarde__herkomst">${origin}</span>
      </dd></div>`;
  }
}
