// How far an older person walks from what is chosen: started from the card, told in words, drawn
// as an outline on the map.

import { html, nothing, type TemplateResult } from "lit";
import { readNearby, type Nearby } from "../api/places.ts";
import type { Geometry } from "../api/types.ts";
import { placeOf } from "../map/spot.ts";
import { formatDate, formatNumber, valueLabel } from "../model/value.ts";
import { Asked } from "../state/asked.ts";
import { valueOf } from "../state/load.ts";
import { Part } from "./element.ts";
import { failureText, notice } from "./notice.ts";

const MINUTES = [5, 10, 15] as const;
const FACILITIES = "voorzieningen";

export class Walk extends Part {
  readonly #nearby = new Asked<Nearby>(() => this.requestUpdate());

  override render(): TemplateResult | typeof nothing {
    const { view, walk, names } = this.store;
    const area = valueOf(walk)?.geometry ?? null;
    const asked = area && names.layer(FACILITIES) ? JSON.stringify(view.loop) : null;
    this.#nearby.want(asked, (signal) => readNearby(FACILITIES, area as Geometry, signal));
    const feature = valueOf(this.store.feature);
    const place = feature?.geometry ? placeOf(feature.geometry) : null;
    if (!names.layer("voetpaden") || (!place && !view.loop)) return nothing; // without streets no walk
    const [lon, lat] = place ?? [view.loop?.lon ?? 0, view.loop?.lat ?? 0];
    const start = (minuten: number): void => this.store.startWalk({ lon: round(lon), lat: round(lat), minuten });
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
      ${found.opmerkingen.map((text) => this.said(text, "wz-waarom__uitleg"))}
      <p class="wz-waarom__uitleg">${this.t("kaart.bron", { bronnen: valueLabel(found.woonzorg.attributie ?? "OpenStreetMap", this.taal) })}</p>
      ${this.#reached()}`;
  }

  /** What is within the walk, by kind: the answer in words, for who does not see the map. */
  #reached(): TemplateResult | typeof nothing {
    const { load } = this.#nearby;
    if (load.state === "busy") return notice(this.t("laden"));
    if (load.state === "failed") return notice(failureText(load.error, this.taal, "loop.niet"), [{ label: this.t("opnieuw"), act: () => this.#nearby.forget() }], "alert");
    if (load.state !== "ready") return nothing;
    const kinds = [...Map.groupBy(load.value.features, (one) => String(one.properties["soort"] ?? ""))]
      .sort(([a], [b]) => a.localeCompare(b, this.taal));
    const { woonzorg } = load.value;
    return html`<h4 class="nl-heading nl-heading--level-4">${this.t("loop.voorzieningen", { n: formatNumber(load.value.features.length, this.taal) })}</h4>
      ${kinds.length ? html`<dl class="wz-loop__lijst">${kinds.map(([soort, members]) => html`<div><dt>${valueLabel(soort, this.taal)} (${members.length})</dt>
        ${members.map((one) => html`<dd lang="nl">${one.properties["naam"] ?? valueLabel(soort, this.taal)}</dd>`)}</div>`)}</dl>` : html`<p class="nl-paragraph">${this.t("loop.geen")}</p>`}
      <p class="wz-waarom__uitleg">${this.t("kaartje.herkomst", { bron: valueLabel(woonzorg.bron ?? this.t("kaartje.afgeleid"), this.taal), datum: formatDate(woonzorg.peildatum, this.taal) })}</p>`;
  }
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
