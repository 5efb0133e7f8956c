// Everything known of one feature: each value with unit, source, peildatum and status in words.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Collection, Feature, Kolom } from "../api/types.ts";
import { columnTitle, featureId, keyColumn, layerTitle, nameColumn, valueColumns } from "../model/layer.ts";
import { describe, formatDate } from "../model/value.ts";
import { featureHeading } from "../state/titles.ts";
import { Part } from "./element.ts";
import { failureText, notice } from "./notice.ts";

export class Card extends Part {
  override render(): TemplateResult | typeof nothing {
    const { feature, currentLayer: layer } = this.store;
    if (!layer) return nothing;
    if (feature.state === "idle") return html`<p class="wz-kaartje__leeg">${this.t("kaartje.leeg")}</p>`;
    if (feature.state === "busy") return notice(this.t(feature.slow ? "traag" : "laden"));
    if (feature.state === "failed") {
      const retry = { label: this.t("opnieuw"), act: () => void this.store.loadFeature() };
      const close = { label: this.t("kaartje.sluit"), act: () => this.#close() };
      const gone = feature.error.kind === "missing";
      return notice(failureText(feature.error, this.taal, "fout.missing.object"), gone ? [close] : [retry, close], "alert");
    }
    return this.#card(layer, feature.value);
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
    const title = featureHeading(this.store, layer, feature.properties, featureId(feature), this.taal);
    const key = keyColumn(layer);
    const code = String((key && feature.properties[key.naam]) ?? feature.id);
    const columns = valueColumns(layer);
    return html`<article class="wz-kaartje" aria-labelledby="wz-kaartje-kop">
      <header>
        <h2 class="nl-heading nl-heading--level-2" id="wz-kaartje-kop" tabindex="-1"
          lang=${nameColumn(layer) ? "nl" : nothing}>${title}</h2>
        <button class="nl-button nl-button--subtle wz-sluit" type="button" aria-label=${this.t("kaartje.sluit")}
          title=${this.t("kaartje.sluit")} @click=${() => this.#close()}><span aria-hidden="true">×</span></button>
      </header>
      <p class="wz-kaartje__laag">${layerTitle(layer, this.taal)}${!title.endsWith(code)
        ? html` · <span class="wz-code">${this.t("kaartje.code", { code })}</span>` : nothing}</p>
      ${columns.length
        ? html`<dl>${columns.map((kolom) => this.#value(layer, kolom, feature))}</dl>`
        : html`<p class="nl-paragraph">${this.t("kaartje.geen-waarden")}</p>`}
    </article>`;
  }

  #value(layer: Collection, kolom: Kolom, feature: Feature): TemplateResult {
    const value = describe(kolom, feature.properties, this.taal);
    const name = this.store.names.of(kolom.naam, feature.properties[kolom.naam]);
    const source = kolom.bron ?? layer.woonzorg.bron;
    const origin = this.t("kaartje.herkomst", {
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
