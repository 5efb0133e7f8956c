// How far an older person walks from what is chosen: started from the card, told in words, drawn
// as an outline on the map.

import { html, nothing, type TemplateResult } from "lit";
import { placeOf } from "../map/spot.ts";
import { formatNumber } from "../model/value.ts";
import { valueOf } from "../state/load.ts";
import { Part } from "./element.ts";
import { failureText, notice } from "./notice.ts";

const MINUTES = [5, 10, 15] as const;

export class Walk extends Part {
  override render(): TemplateResult | typeof nothing {
    const { view, walk, names } = this.store;
    const feature = valueOf(this.store.feature);
    const place = feature?.geometry ? placeOf(feature.geometry) : null;
    if (!names.layer("voetpaden") || (!place && !view.loop)) return nothing; // without streets no walk
    const [lon, lat] = place ?? [view.loop?.lon ?? 0, view.loop?.lat ?? 0];
    const start = (minuten: number): void => this.store.update({ loop: { lon: round(lon), lat: round(lat), minuten } });
    return html`<section class="wz-loop" aria-labelledby="wz-loop-kop">
      <h3 class="nl-heading nl-heading--level-3" id="wz-loop-kop">${this.t("loop")}</h3>
      <p class="wz-loop__keuze">${MINUTES.map((minuten) => html`<button class="nl-button nl-button--secondary" type="button"
        aria-pressed=${view.loop?.minuten === minuten ? "true" : "false"} @click=${() => start(minuten)}>${this.t("loop.minuten", { n: minuten })}</button>`)}
        ${view.loop ? html`<button class="nl-button nl-button--secondary" type="button" @click=${() => this.store.update({ loop: null })}>${this.t("loop.weg")}</button>` : nothing}</p>
      ${walk.state === "busy" ? notice(this.t(walk.slow ? "traag" : "laden")) : nothing}
      ${walk.state === "failed" ? notice(failureText(walk.error, this.taal, "loop.niet"), [], "alert") : nothing}
      ${walk.state === "ready" ? this.#result() : nothing}
    </section>`;
  }

  #result(): TemplateResult {
    const found = valueOf(this.store.walk);
    if (!found?.geometry) return notice(this.t("loop.geen-straat"));
    const { minuten, afstand_m } = found.properties;
    return html`<p class="nl-paragraph" role="status">${this.t("loop.uitkomst", { n: minuten, m: formatNumber(Math.round(afstand_m), this.taal) })}</p>
      ${found.opmerkingen.map((text) => html`<p class="wz-waarom__uitleg" lang=${this.dutch ?? nothing}>${text}</p>`)}
      <p class="wz-waarom__uitleg">${this.t("kaart.bron", { bronnen: found.woonzorg.attributie ?? "OpenStreetMap" })}</p>`;
  }
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
