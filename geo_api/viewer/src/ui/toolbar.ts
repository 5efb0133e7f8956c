// Above map and table: the name of the layer, the column on the map, the peildatum, the view.

import { html, nothing, type TemplateResult } from "lit";
import type { Collection } from "../api/types.ts";
import { columnUnit, layerDescription, layerTitle, mapColumns, shownColumn } from "../model/layer.ts";
import { formatDate } from "../model/value.ts";
import { columnHeading } from "../state/titles.ts";
import type { Weergave } from "../state/url.ts";
import { Part } from "./element.ts";

interface Choice {
  value: string;
  label: string;
}

export class Toolbar extends Part {
  override render(): TemplateResult | typeof nothing {
    const layer = this.store.namedLayer;
    if (!layer) return nothing;
    const description = layerDescription(layer);
    return html`<div class="wz-balk">
      <div class="wz-balk__laag">
        <h2 class="nl-heading nl-heading--level-2" lang=${this.taal === "en" && !layer.woonzorg.titelEn ? "nl" : nothing}>${layerTitle(layer, this.taal)}</h2>
        ${description ? this.said(description, "wz-balk__uitleg") : nothing}
      </div>
      <div class="wz-balk__keuzes">
        ${this.#columns(layer)}${this.#dates(layer)}${this.#views(layer)}
      </div>
    </div>`;
  }

  #select(id: string, label: string, choices: Choice[], current: string, pick: (value: string) => void): TemplateResult {
    const change = (event: Event): void => pick((event.target as HTMLSelectElement).value);
    return html`<p class="wz-veld"><label for=${id}>${label}</label>
      <select class="utrecht-select" id=${id} @change=${change}>
        ${choices.map(({ value, label: text }) => html`<option value=${value} .selected=${value === current}>${text}</option>`)}
      </select></p>`;
  }

  #columns(layer: Collection): TemplateResult | typeof nothing {
    const columns = layer.woonzorg.geometrie ? mapColumns(layer) : [];
    if (columns.length < 2) return nothing; // without shapes nothing is coloured
    const choices = columns.map((kolom) => {
      const unit = columnUnit(kolom, this.taal);
      return { value: kolom.naam, label: columnHeading(this.store, kolom, this.taal) + (unit ? ` (${unit})` : "") };
    });
    const current = shownColumn(layer, this.store.view.kolom)?.naam ?? "";
    return this.#select("wz-kolom", this.t("kolom.kies"), choices, current, (kolom) => this.store.update({ kolom, klassen: [] }));
  }

  #dates(layer: Collection): TemplateResult | typeof nothing {
    const dates = (layer.woonzorg.peildata ?? []).filter((date) => date !== null);
    if (dates.length < 2) return nothing;
    const choices = [...dates].sort().reverse().map((date) => ({ value: date, label: formatDate(date, this.taal) }));
    const current = layer.woonzorg.peildatum ?? choices[0]?.value ?? "";
    return this.#select("wz-peildatum", this.t("peildatum.kies"), choices, current,
      (peildatum) => this.store.update({ peildatum }));
  }

  #views(layer: Collection): TemplateResult | typeof nothing {
    if (this.store.mapFailed || !layer.woonzorg.geometrie) return nothing;
    return html`<fieldset class="wz-keus"><legend class="wz-alleen-voorlezen">${this.t("weergave")}</legend>
      ${(["kaart", "tabel", "beide"] as Weergave[]).map((weergave) => html`<label>
        <input type="radio" name="weergave" value=${weergave} .checked=${this.store.view.weergave === weergave}
          @change=${() => this.store.update({ weergave })}><span>${this.t(`weergave.${weergave as "beide"}`)}</span></label>`)}
    </fieldset>`;
  }
}
