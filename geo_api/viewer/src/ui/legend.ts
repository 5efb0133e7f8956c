// Legend of the map, with what must be said beside it: remarks, what is missing, source, date.

import { html, nothing, type TemplateResult } from "lit";
import type { Collection, Kolom } from "../api/types.ts";
import { hasKey } from "../i18n/index.ts";
import { absenceOf, shapeOf, type Shape } from "../map/data-layers.ts";
import { ABSENCES, legendClasses, type Absence } from "../model/classes.ts";
import {
  columnTitle, columnUnit, isDraaglastColumn, isDraaglastLayer, layerTitle, shownColumn,
} from "../model/layer.ts";
import { formatDate } from "../model/value.ts";
import { Part } from "./element.ts";
import { absenceSwatch, patternDefinitions, swatch } from "./swatch.ts";

export class Legend extends Part {
  override render(): TemplateResult | typeof nothing {
    const layer = this.store.namedLayer;
    if (!layer) return nothing;
    const kolom = shownColumn(layer, this.store.view.kolom);
    const shape = shapeOf(layer);
    return html`<section class="wz-legenda" aria-labelledby="wz-legenda-kop">
      ${patternDefinitions()}
      <h2 class="nl-heading nl-heading--level-2" id="wz-legenda-kop">${this.t("legenda")}</h2>
      ${shape ? this.#key(layer, kolom, shape) : html`<p class="nl-paragraph">${this.t("legenda.geen-kaart")}</p>`}
      ${this.#remarks(layer)}
      ${this.#origin(layer, kolom)}
    </section>`;
  }

  #key(layer: Collection, kolom: Kolom | null, shape: Shape): TemplateResult {
    if (!kolom) {
      return html`<ul class="wz-legenda__klassen">
        <li>${swatch(shape)}<span lang=${this.dutch ?? nothing}>${layerTitle(layer, this.taal)}</span></li></ul>`;
    }
    const unit = columnUnit(kolom, this.taal);
    const load = isDraaglastLayer(layer) || isDraaglastColumn(kolom);
    return html`
      <h3 class="nl-heading nl-heading--level-3">${columnTitle(kolom, this.taal)}${unit ? html` <span class="wz-eenheid">(${unit})</span>` : nothing}</h3>
      ${load ? html`<p class="wz-legenda__duiding"><strong>${this.t("legenda.draaglast")}.</strong>
        ${this.t("legenda.draaglast.uitleg")}</p>` : nothing}
      <ul class="wz-legenda__klassen">
        ${legendClasses(layer, kolom, this.taal).map((one) => html`<li>${swatch(shape, one.colour)}<span>${one.label}</span></li>`)}
        ${this.#absences(kolom).map((absence) => html`<li>${absenceSwatch(shape, absence)}<span>${this.t(`afwezig.${absence}`)}</span></li>`)}
      </ul>`;
  }

  /** Ways of being absent that occur; all of them while not every row is known. */
  #absences(kolom: Kolom): Absence[] {
    const { rows } = this.store;
    if (!rows?.complete) return [...ABSENCES];
    const found = new Set(rows.items.map((row) => absenceOf(row.properties, kolom)));
    return ABSENCES.filter((absence) => found.has(absence));
  }

  #remarks(layer: Collection): TemplateResult | typeof nothing {
    const { opmerkingen = [], dekking } = layer.woonzorg;
    const missing = dekking?.ontbrekend ?? [];
    const kept = (dekking?.invoer ?? []).filter((input) => input.behouden);
    if (!opmerkingen.length && !missing.length && !kept.length) return nothing;
    return html`<div class="wz-opmerkingen">
      <h3 class="nl-heading nl-heading--level-3">${this.t("let-op")}</h3>
      <ul>
        ${opmerkingen.map((text) => this.#remark(text))}
        ${missing.length ? html`<li>${this.t("legenda.niet-meegenomen", { lijst: missing.join(", ") })}</li>` : nothing}
        ${kept.length ? html`<li>${this.t("legenda.behouden", {
          lijst: kept.map((input) => `${input.titel ?? this.#datasetName(input.dataset)} (${formatDate(input.peildatum, this.taal)})`).join(", "),
        })}</li>` : nothing}
      </ul></div>`;
  }

  #datasetName(id: string): string {
    const layer = this.store.names.layer(id);
    return layer ? layerTitle(layer, this.taal) : id;
  }

  /** Known remarks are translated; others stay as published, marked as Dutch. */
  #remark(text: string): TemplateResult {
    const key = `opmerking.${text.toLowerCase().replace(/\.$/, "")}`;
    if (this.taal !== "nl" && hasKey(key)) return html`<li>${this.t(key)}</li>`;
    return html`<li lang=${this.dutch ?? nothing}>${text}</li>`;
  }

  #origin(layer: Collection, kolom: Kolom | null): TemplateResult {
    const { bron, licentie, peildatum, methodeVersie, indelingsjaar } = layer.woonzorg;
    const facts = [
      this.t("peildatum", { datum: formatDate(kolom?.peildatum ?? peildatum, this.taal) }),
      methodeVersie ? this.t("methode", { versie: methodeVersie }) : "",
      indelingsjaar ? this.t("legenda.indeling", { jaar: indelingsjaar }) : "",
    ].filter(Boolean).join(" · ");
    const source = kolom?.bron ?? bron;
    return html`<p class="wz-legenda__bron">
      ${source ? html`<span>${this.t("legenda.bron", { bron: source })}</span>` : nothing}
      <span>${facts}</span>
      ${licentie ? html`<span>${licentie}</span>` : nothing}
    </p>`;
  }
}
