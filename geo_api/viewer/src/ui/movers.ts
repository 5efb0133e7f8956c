// What moved most under the reader's weights: by the last change, or between the two weightings that
// are compared. Never where only draaglast weighs: that would be an order of it.

import { html, nothing, type TemplateResult } from "lit";
import { getJson } from "../api/client.ts";
import type { FeaturePage } from "../api/types.ts";
import type { Mover } from "../model/apart.ts";
import { keyOrName } from "../model/layer.ts";
import { formatFixed } from "../model/value.ts";
import { weighsLoadOnly } from "../model/weighing.ts";
import { Asked } from "../state/asked.ts";
import { valueOf } from "../state/load.ts";
import { Part } from "./element.ts";

const PLACE = "buurtnaam"; // says where a cell lies

export class Movers extends Part {
  #open = false;
  readonly #places = new Asked<Map<string, string>>(() => this.requestUpdate());

  override render(): TemplateResult | typeof nothing {
    const { weighing, against } = this.store;
    if (!weighing || weighsLoadOnly(weighing.criteria, weighing.weights)) return nothing;
    const found = weighing.movers(against);
    if (!found.length) return nothing;
    if (this.#open) this.#ask(found);
    return html`<details class="wz-verschuivers" @toggle=${this.#toggled}>
      <summary>${this.t(against ? "verschuivers.tussen" : "verschuivers")}</summary>
      <ol>${found.map((one) => this.#row(one))}</ol>
    </details>`;
  }

  readonly #toggled = (event: Event): void => {
    this.#open = (event.currentTarget as HTMLDetailsElement).open;
    this.requestUpdate();
  };

  #row({ id, van, naar }: Mover): TemplateResult {
    const place = valueOf(this.#places.load)?.get(id);
    const figure = (value: number): string => formatFixed(value, 1, this.taal);
    const apart = naar - van;
    return html`<li><button class="wz-rij" type="button" @click=${(event: Event) => this.store.choose(id, event.currentTarget as HTMLElement)}
      >${this.t("verschuivers.vak", { vak: id })}${place ? html`, <span lang="nl">${place}</span>` : nothing}</button>
      <span class="wz-verschuivers__punten">${figure(van)} → ${figure(naar)} (${apart > 0 ? "+" : "−"}${figure(Math.abs(apart))})</span></li>`;
  }

  /** Names of the buurten of these cells, asked once the list is looked at. */
  #ask(found: Mover[]): void {
    const layer = this.store.currentLayer;
    const key = layer && keyOrName(layer)?.naam;
    const named = layer?.woonzorg.kolommen?.some((kolom) => kolom.naam === PLACE);
    if (!layer || !key || !named) return;
    const ids = found.map((one) => one.id).sort();
    this.#places.want(`${layer.id} ${layer.woonzorg.version} ${ids.join()}`, async (signal) => {
      const query = new URLSearchParams({
        filter: `${key} IN (${ids.map((id) => `'${id.replaceAll("'", "''")}'`).join(",")})`,
        properties: PLACE, skipGeometry: "true", limit: String(ids.length),
      });
      const page: FeaturePage = await getJson(`/v1/collections/${encodeURIComponent(layer.id)}/items?${query}`, signal);
      return new Map(page.features.map((one) => [String(one.id), String(one.properties[PLACE] ?? "")]));
    });
  }
}
