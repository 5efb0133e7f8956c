// The layers, grouped by theme: what planners come for first, background last. Each is a link: the address is
// the state, so opening one in a new tab works as anywhere on the web.

import { html, nothing, type TemplateResult } from "lit";
import type { Collection } from "../api/types.ts";
import { hasKey } from "../i18n/index.ts";
import { layerTitle } from "../model/layer.ts";
import { formatDate } from "../model/value.ts";
import { valueOf } from "../state/load.ts";
import { FRESH } from "../state/url.ts";
import { Part } from "./element.ts";

const WIDE = matchMedia("(min-width: 62rem)");

const ORDER = ["kansen", "draaglast", "opgave", "woningen", "zorg", "omgeving", "bevolking", "gezondheid"];
const LAST = ["grenzen", "ondergrond"];

function place(theme: string): number {
  const first = ORDER.indexOf(theme);
  if (first >= 0) return first;
  return ORDER.length + 1 + LAST.indexOf(theme);
}

export class LayerList extends Part {
  override render(): TemplateResult {
    const layers = valueOf(this.store.catalog)?.collections ?? [];
    const themes = Map.groupBy(layers, (layer) => layer.woonzorg.thema ?? "overig");
    const current = layers.find((layer) => layer.id === this.store.view.laag);
    // On a small screen the list is folded away: the map comes first.
    return html`<details class="wz-lagen" ?open=${WIDE.matches}>
      <summary><h2 class="nl-heading nl-heading--level-2">${this.t("lagen")}</h2>
        ${current ? html`<span class="wz-lagen__huidig" lang=${this.#lang(current)}>${layerTitle(current, this.taal)}</span>` : nothing}
      </summary>
      <nav aria-label=${this.t("lagen.kies")}>
        ${[...themes].sort(([a], [b]) => place(a) - place(b)).map(([theme, members]) => html`
          <h3 class="nl-heading nl-heading--level-3">${this.#theme(theme)}</h3>
          <ul>${members.map((layer) => this.#item(layer))}</ul>`)}
      </nav>
    </details>`;
  }

  #theme(theme: string): string {
    const key = `thema.${theme.toLowerCase()}`;
    return hasKey(key) ? this.t(key) : theme.charAt(0).toUpperCase() + theme.slice(1);
  }

  #lang(layer: Collection): string | typeof nothing {
    return this.taal === "en" && !layer.woonzorg.titelEn ? "nl" : nothing;
  }

  #item(layer: Collection): TemplateResult {
    const { peildatum, methodeVersie } = layer.woonzorg;
    const href = this.store.href({ ...FRESH, laag: layer.id });
    return html`<li>
      <a class="wz-lagen__laag" data-state href=${href} data-laag=${layer.id}
        aria-current=${layer.id === this.store.view.laag ? "true" : nothing}>
        <span class="wz-lagen__titel" lang=${this.#lang(layer)}>${layerTitle(layer, this.taal)}</span>
        <span class="wz-lagen__feiten">
          <span>${this.t("peildatum", { datum: formatDate(peildatum, this.taal, "short") })}</span>${methodeVersie
            ? html` <span>${this.t("methode", { versie: methodeVersie })}</span>` : nothing}</span>
      </a></li>`;
  }
}
