// The layers, by theme: what planners come for first, background last. Each is a link: the address is
// the state, so opening one in a new tab works as anywhere on the web.

import { html, nothing, type TemplateResult } from "lit";
import type { Collection } from "../api/types.ts";
import { layerTitle } from "../model/layer.ts";
import { byTheme, themeOf } from "../model/themes.ts";
import { formatDate } from "../model/value.ts";
import { valueOf } from "../state/load.ts";
import { themeName } from "../state/titles.ts";
import { FRESH } from "../state/url.ts";
import { Part } from "./element.ts";

const WIDE = matchMedia("(min-width: 62rem)");
const FEW = 12; // layers that are seen at a glance: nothing is folded

export class LayerList extends Part {
  override render(): TemplateResult {
    const layers = valueOf(this.store.catalog)?.collections ?? [];
    const current = layers.find((layer) => layer.id === this.store.view.laag);
    const few = layers.length <= FEW;
    // On a small screen the list is folded away: the map comes first.
    return html`<details class="wz-lagen" ?open=${WIDE.matches}>
      <summary><h2 class="nl-heading nl-heading--level-2">${this.t("lagen")}</h2>
        ${current ? html`<span class="wz-lagen__huidig" lang=${this.#lang(current)}>${layerTitle(current, this.taal)}</span>` : nothing}
      </summary>
      <nav aria-label=${this.t("lagen.kies")} @click=${this.#picked}>
        ${byTheme(layers).map(([theme, members]) => {
          const here = current !== undefined && themeOf(current) === theme;
          // A theme without the layer that is looked at is folded: eighty layers are no list to read.
          return html`<details class="wz-thema" ?open=${few || here} ?data-huidig=${here}>
            <summary><h3 class="nl-heading nl-heading--level-3">${themeName(theme, this.taal)}</h3>
              <span class="wz-thema__aantal" aria-hidden="true">${members.length}</span></summary>
            <ul>${members.map((layer) => this.#item(layer))}</ul></details>`;
        })}
      </nav>
    </details>`;
  }

  /** On a small screen the list covers the map: what was picked is seen when it folds. */
  readonly #picked = (event: Event): void => {
    if (WIDE.matches || !(event.target as Element).closest("a")) return;
    const list = this.querySelector<HTMLDetailsElement>(".wz-lagen");
    if (list) list.open = false;
    this.querySelector<HTMLElement>("summary")?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  };

  #lang(layer: Collection): string | typeof nothing {
    return this.taal === "en" && !layer.woonzorg.titelEn ? "nl" : nothing;
  }

  #item(layer: Collection): TemplateResult {
    const { peildatum, methodeVersie } = layer.woonzorg;
    const href = this.store.href({ ...FRESH, laag: layer.id });
    return html`<li>
      <a class="wz-lagen__laag" data-state href=${href} data-laag=${layer.id}
        aria-current=${layer.id === this.store.view.laag ? "true" : nothing}>
        <div class="wz-lagen__titel" lang=${this.#lang(layer)}>${layerTitle(layer, this.taal)}</div>
        <div class="wz-lagen__feiten">
          <span>${this.t("peildatum", { datum: formatDate(peildatum, this.taal, "short") })}</span>${methodeVersie
            ? html`<i class="wz-alleen-voorlezen">, </i><span>${this.t("methode", { versie: methodeVersie.replace(/\+.*/, "") })}</span>` : nothing}</div>
      </a></li>`;
  }
}
