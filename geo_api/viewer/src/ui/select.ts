// An area of the reader's own: drawn, taken from what is in sight, or picked from the list (which
// needs no dragging). Its figures are sums of whole published blocks, which are named.

import { html, nothing, type TemplateResult } from "lit";
import { readFigures, saveQuestion, type Cijfers, type Gebied } from "../api/asked.ts";
import type { Collection } from "../api/types.ts";
import { LEVELS, levelOf, levelOfLayer } from "../model/areas.ts";
import { isRange } from "../model/classes.ts";
import { isDraaglastLayer, layerTitle, mapColumns, nameColumn, shownColumn } from "../model/layer.ts";
import { Asked } from "../state/asked.ts";
import { formatCorners, type Point } from "../state/url.ts";
import { Part } from "./element.ts";
import { figures } from "./figures.ts";
import { MapPart } from "./map.ts";
import { failureText, notice } from "./notice.ts";

const MOST_COLUMNS = 10; // that are summed up; the rest is in the download
const MOST_CORNERS = 60;
const FILES = ["csv", "xlsx", "gpkg", "geojson"] as const;

export interface Answer {
  vraag: string;
  cijfers: Cijfers;
}

export class Select extends Part {
  readonly #asked = new Asked<Answer>(() => this.requestUpdate());
  #level: string | null = null;
  #filter = "";
  #drawing: AbortController | null = null;
  #said = "";

  override render(): TemplateResult | typeof nothing {
    const layer = this.store.currentLayer;
    if (!layer) return nothing;
    const { vlak, kies } = this.store.view;
    const chosen = vlak.length > 0 || kies.length > 0;
    this.#follow(layer);
    return html`<p class="wz-weging__uitleg">${this.t("selectie.uitleg")}</p>
      <p class="wz-bewaar__daden">
        ${this.#drawable(layer) ? html`
          <button class="nl-button nl-button--secondary" type="button" aria-pressed=${this.#drawing ? "true" : "false"}
            @click=${() => void this.#draw()}>${this.t(this.#drawing ? "selectie.stop" : "selectie.teken")}</button>
          <button class="nl-button nl-button--secondary" type="button" @click=${() => this.#inSight()}>${this.t("selectie.zicht")}</button>` : nothing}
        ${chosen ? html`<button class="nl-button nl-button--secondary" type="button" @click=${() => this.#clear()}>${this.t("selectie.wis")}</button>` : nothing}
      </p>
      <p class="wz-bewaar__gezegd" role="status">${this.#drawing ? this.t("selectie.tekenen") : this.#said}</p>
      ${this.#list()}
      ${chosen ? this.#result(layer) : nothing}`;
  }

  #drawable(layer: Collection): boolean {
    return !this.store.mapFailed && Boolean(layer.woonzorg.geometrie) && this.store.view.weergave !== "tabel";
  }

  #map(): MapPart | null {
    const map = document.querySelector("wz-map");
    return map instanceof MapPart ? map : null;
  }

  async #draw(): Promise<void> {
    if (this.#drawing) {
      this.#drawing.abort();
      return;
    }
    const stop = (this.#drawing = new AbortController());
    this.#said = "";
    this.requestUpdate();
    let corners: Point[] | null = null;
    try {
      corners = (await this.#map()?.drawArea(stop.signal)) ?? null;
    } catch (cause) {
      console.warn(`draw: ${cause}`);
      this.#said = this.t("selectie.niet");
    }
    this.#drawing = null;
    if (corners) this.#take(corners);
    else this.requestUpdate();
  }

  #inSight(): void {
    const corners = this.#map()?.inSight();
    if (corners) this.#take(corners);
  }

  #take(corners: Point[]): void {
    if (corners.length > MOST_CORNERS) {
      this.#said = this.t("selectie.hoeken", { n: MOST_CORNERS });
      this.requestUpdate();
      return;
    }
    this.#said = "";
    this.store.update({ vlak: corners, kies: [] });
  }

  #clear(): void {
    this.#said = this.t("selectie.leeg");
    this.store.update({ vlak: [], kies: [] });
  }

  /** Areas to tick, one kind at a time; a list that is short enough to read is not filtered. */
  #list(): TemplateResult | typeof nothing {
    const levels = LEVELS.filter(({ laag }) => this.store.names.layer(laag));
    const { kies } = this.store.view;
    const own = this.store.currentLayer && levelOfLayer(this.store.currentLayer)?.laag;
    const picked = kies[0] && levelOf(kies[0])?.laag;
    const laag = [this.#level, picked, own, "wijken"].find((one) => levels.some((level) => level.laag === one)) ?? levels[0]?.laag;
    const open = this.store.selecting || kies.length > 0;
    if (!laag || !open) return nothing;
    const layer = this.store.names.layer(laag);
    const rows = this.store.names.known(laag);
    if (!rows.length) void this.store.names.features(laag);
    const name = layer && nameColumn(layer)?.naam;
    const all = rows.map((row) => ({ code: String(row.id), naam: String((name && row.properties[name]) ?? row.id) }));
    const shown = all.filter(({ naam }) => naam.toLowerCase().includes(this.#filter.toLowerCase()))
      .sort((a, b) => a.naam.localeCompare(b.naam, this.taal, { numeric: true }));
    return html`<fieldset class="wz-selectie__lijst"><legend>${this.t("selectie.lijst")}</legend>
      <p class="wz-veld"><label for="wz-niveau">${this.t("selectie.niveau")}</label>
        <select class="utrecht-select" id="wz-niveau" @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value)}>
          ${levels.map((level) => {
            const one = this.store.names.layer(level.laag);
            return html`<option value=${level.laag} .selected=${level.laag === laag}>${one ? layerTitle(one, this.taal) : level.laag}</option>`;
          })}</select></p>
      ${all.length > 15 ? html`<p class="wz-veld"><label for="wz-zeef">${this.t("selectie.zeef")}</label>
        <input class="wz-zoek__veld" id="wz-zeef" type="text" autocomplete="off" .value=${this.#filter}
          @input=${(event: Event) => { this.#filter = (event.target as HTMLInputElement).value; this.requestUpdate(); }}></p>` : nothing}
      <ul>${shown.map(({ code, naam }) => html`<li><label><input type="checkbox" id="wz-kies-${code}" .checked=${kies.includes(code)}
        @change=${() => this.store.pickArea(code)}> <span lang="nl">${naam}</span></label></li>`)}</ul>
      ${shown.length ? nothing : html`<p class="wz-weging__uitleg">${this.t(all.length ? "selectie.geen" : "laden")}</p>`}
    </fieldset>`;
  }

  #choose(laag: string): void {
    this.#level = laag;
    this.#filter = "";
    if (this.store.view.kies.length) this.store.update({ kies: [] });
    else this.requestUpdate();
  }

  /** Ask the figures of the selection, when it is another one or another layer. */
  #follow(layer: Collection): void {
    const { vlak, kies } = this.store.view;
    const first = vlak[0];
    const gebied: Gebied | null = first
      ? { vlak: { type: "Polygon", coordinates: [[...vlak, first].map(([lon, lat]) => [lon, lat])] } }
      : kies.length ? { codes: kies } : null;
    const columns = this.#columns(layer);
    const ranged = new Set(mapColumns(layer).filter((kolom) => (kolom.klassen ?? []).every(isRange)).map((kolom) => kolom.naam));
    const key = gebied && `${layer.id} ${layer.woonzorg.version} ${columns.join()} ${formatCorners(vlak)} ${kies.join("*")}`;
    this.#asked.want(key, async (signal) => {
      const vraag = await saveQuestion(layer.id, gebied as Gebied, signal);
      return { vraag, cijfers: await readFigures(layer.id, columns, this.store.when, vraag, signal, ranged) };
    });
  }

  /** The shown column first, then the others that the map can show. */
  #columns(layer: Collection): string[] {
    const shown = shownColumn(layer, this.store.view.kolom)?.naam;
    const usable = mapColumns(layer).filter((kolom) => kolom.rol === "klasse" || !isDraaglastLayer(layer)).map((kolom) => kolom.naam);
    const first = shown && usable.includes(shown) ? [shown] : [];
    return [...first, ...usable.filter((naam) => naam !== shown)].slice(0, MOST_COLUMNS);
  }

  #result(layer: Collection): TemplateResult | typeof nothing {
    const { load } = this.#asked;
    if (load.state === "busy") return notice(this.t(load.slow ? "traag" : "laden"));
    if (load.state === "failed") {
      const again = { label: this.t("opnieuw"), act: () => this.#asked.forget() };
      const ways = load.error.kind === "refused" ? [] : [again];
      return notice(failureText(load.error, this.taal, "selectie.niet"), [...ways, { label: this.t("selectie.wis"), act: () => this.#clear() }], "alert");
    }
    if (load.state !== "ready") return nothing;
    const { vraag, cijfers } = load.value;
    return html`${figures(layer, cijfers, this.taal)}
      ${cijfers.aantal === null || this.store.pinned !== null ? nothing : html`<p class="wz-selectie__bestanden"><span>${this.t("selectie.bestand")}</span>
        ${FILES.filter((one) => layer.woonzorg.geometrie || !["gpkg", "geojson"].includes(one)).map((one) => html`<a class="nl-link" download
          href="/v1/downloads/${layer.id}.${one}?zoekvraag=${vraag}">${one === "gpkg" ? "GeoPackage" : one === "geojson" ? "GeoJSON" : one === "xlsx" ? "Excel" : "CSV"}</a>`)}</p>`}`;
  }

}
