// Search on address, postcode, street and area: a combobox over /v1/zoek. A chosen area of the
// layer on the map opens its card; any other place is brought into view.

import { html, nothing, type TemplateResult } from "lit";
import { asApiError, wasAborted } from "../api/client.ts";
import { isSpot, searchPlaces, type Plek } from "../api/places.ts";
import { readAt } from "../api/read.ts";
import { hasKey } from "../i18n/index.ts";
import { keyColumn } from "../model/layer.ts";
import { Part } from "./element.ts";
import { failureText } from "./notice.ts";

const LEAST = 2; // letters
const PAUSE_MS = 200;
const ZOOM: Record<string, number> = { adres: 16, straat: 15, postcode: 15, buurt: 14, wijk: 13, gebied: 12.5, plaats: 12 };

export class Search extends Part {
  #places: Plek[] = [];
  #open = false;
  #at = -1;
  #said = "";
  #shown = true; // what is said also stands under the field
  #stop: AbortController | null = null;
  #timer = 0;

  override render(): TemplateResult {
    const active = this.#open && this.#at >= 0 ? `wz-plek-${this.#at}` : nothing;
    return html`<div class="wz-zoek" role="search" @focusout=${this.#left}>
      <label class="wz-alleen-voorlezen" for="wz-zoek">${this.t("zoek")}</label>
      <input class="wz-zoek__veld" id="wz-zoek" type="text" role="combobox" autocomplete="off" spellcheck="false" maxlength="80"
        placeholder=${this.t("zoek.voorbeeld")} aria-autocomplete="list" aria-expanded=${this.#open ? "true" : "false"}
        aria-controls="wz-plekken" aria-activedescendant=${active} @input=${this.#typed} @keydown=${this.#key}>
      <ul class="wz-zoek__lijst" id="wz-plekken" role="listbox" aria-label=${this.t("zoek.gevonden")} ?hidden=${!this.#open}>
        ${this.#places.map((place, i) => html`<li class="wz-zoek__plek" id="wz-plek-${i}" role="option" aria-selected=${i === this.#at ? "true" : "false"}
          @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.#choose(place)}>
          <span lang="nl">${place.naam}</span> <span class="wz-zoek__soort">${this.#kind(place.soort)}</span></li>`)}
      </ul>
      <p class=${this.#said && this.#shown && !this.#open ? "wz-zoek__bericht" : "wz-alleen-voorlezen"} role="status">${this.#said}</p>
    </div>`;
  }

  #kind(soort: string): string {
    const key = `zoek.soort.${soort}`;
    return hasKey(key) ? this.t(key) : soort;
  }

  readonly #typed = (event: Event): void => {
    const text = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#timer);
    this.#stop?.abort();
    if (text.length < LEAST) {
      this.#show([], "");
      if (!text) this.store.setFound(null);
      return;
    }
    this.#timer = window.setTimeout(() => void this.#ask(text), PAUSE_MS);
  };

  async #ask(text: string): Promise<void> {
    const stop = (this.#stop = new AbortController());
    try {
      const { plekken } = await searchPlaces(text, stop.signal);
      const count = plekken.length;
      this.#show(plekken, count ? this.t(count === 1 ? "zoek.aantal.een" : "zoek.aantal", { n: count }) : this.t("zoek.niets", { tekst: text }));
    } catch (cause) {
      if (!stop.signal.aborted && !wasAborted(cause)) this.#show([], failureText(asApiError(cause), this.taal, "zoek.uit"));
    }
  }

  #show(places: Plek[], said: string): void {
    this.#places = places;
    this.#open = places.length > 0;
    this.#at = -1;
    this.#said = said;
    this.#shown = true;
    this.requestUpdate();
  }

  readonly #key = (event: KeyboardEvent): void => {
    const count = this.#places.length;
    if (event.key === "Escape") {
      this.#open = false;
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#at = this.#open ? (this.#at + step + count + (this.#at < 0 && step < 0 ? 1 : 0)) % count : 0;
      this.#open = true;
    } else if (event.key === "Enter" && this.#open) {
      const place = this.#places[Math.max(this.#at, 0)];
      if (place) this.#choose(place);
    }
    this.requestUpdate();
  };

  readonly #left = (event: FocusEvent): void => {
    if (this.contains(event.relatedTarget as Node | null)) return;
    this.#open = false;
    this.requestUpdate();
  };

  #choose(place: Plek): void {
    const field = this.querySelector<HTMLInputElement>("#wz-zoek");
    if (field) field.value = place.naam;
    this.#open = false;
    const { currentLayer: layer } = this.store;
    const same = layer && place.soort !== "coordinaten" && (layer.id === place.laag || keyColumn(layer)?.naam === `${place.soort}code`);
    const camera = place.punt && { lon: place.punt.x, lat: place.punt.y, zoom: ZOOM[place.soort] ?? 15 };
    this.#said = camera && !same ? `${this.t("weergave.kaart")}: ${place.naam}` : ""; // who sees the map sees it
    this.#shown = false;
    // What was chosen elsewhere is not about this place.
    if (camera) this.store.update({ camera, ...(same ? {} : { object: null }) }, "replace");
    this.store.setFound(place);
    if (same) this.store.choose(place.code, field);
    else if (camera && isSpot(place)) void this.#chooseAt([camera.lon, camera.lat], field);
    this.requestUpdate();
  }

  /** What the layer says of a place that is a point: the area that holds it is opened. */
  async #chooseAt(at: [number, number], field: HTMLInputElement | null): Promise<void> {
    const layer = this.store.currentLayer;
    if (!layer || !/polygon/i.test(layer.woonzorg.geometrie ?? "")) return;
    try {
      const id = await readAt(layer.id, at, this.store.when);
      if (id !== null && layer.id === this.store.view.laag) this.store.choose(id, field);
    } catch (cause) {
      this.#show([], failureText(asApiError(cause), this.taal, "zoek.uit"));
    }
  }
}
