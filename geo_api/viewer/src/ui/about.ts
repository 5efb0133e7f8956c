// What must be said of the layer: remarks, what is missing, source, dates. The first remarks are in
// sight, the rest is folded: a list of twelve is read by nobody and pushes away what is.

import { html, nothing, type TemplateResult } from "lit";
import type { Collection, Kolom } from "../api/types.ts";
import { layerTitle, shownColumn } from "../model/layer.ts";
import { formatDate, valueLabel } from "../model/value.ts";
import { valueOf } from "../state/load.ts";
import { remarkText } from "../state/titles.ts";
import { Part } from "./element.ts";

const IN_SIGHT = 2;

export class About extends Part {
  override render(): TemplateResult | typeof nothing {
    const layer = this.store.namedLayer;
    if (!layer) return nothing;
    return html`<section class="wz-over" aria-labelledby="wz-over-kop">
      <h2 class="nl-heading nl-heading--level-2" id="wz-over-kop">${this.t("over")}</h2>
      ${this.#remarks(layer)}${this.#origin(layer, shownColumn(layer, this.store.view.kolom))}
    </section>`;
  }

  #remarks(layer: Collection): TemplateResult | typeof nothing {
    const { opmerkingen = [], dekking } = layer.woonzorg;
    const fictional = valueOf(this.store.catalog)?.woonzorg?.fictief ?? false;
    const missing = dekking?.ontbrekend ?? [];
    const kept = (dekking?.invoer ?? []).filter((input) => input.behouden);
    const told = [
      // That figures are fictional stands above every page.
      ...opmerkingen.filter((text) => !fictional || !/^fictieve gegevens/i.test(text)).map((text) => this.#remark(text)),
      ...(missing.length ? [html`<li>${this.t("legenda.niet-meegenomen", { lijst: missing.map((one) => valueLabel(one, this.taal)).join(", ") })}</li>`] : []),
      ...(kept.length ? [html`<li>${this.t("legenda.behouden", {
        lijst: kept.map((input) => `${input.titel ? valueLabel(input.titel, this.taal) : this.#datasetName(input.dataset)} (${formatDate(input.peildatum, this.taal)})`).join(", "),
      })}</li>`] : []),
    ];
    if (!told.length) return nothing;
    const rest = told.slice(IN_SIGHT);
    return html`<div class="wz-opmerkingen">
      <h3 class="nl-heading nl-heading--level-3">${this.t("let-op")}</h3>
      <ul>${told.slice(0, IN_SIGHT)}</ul>
      ${rest.length === 1 ? html`<ul>${rest}</ul>` : rest.length
        ? html`<details><summary>${this.t("let-op.meer", { n: rest.length })}</summary><ul>${rest}</ul></details>` : nothing}
    </div>`;
  }

  #datasetName(id: string): string {
    const layer = this.store.names.layer(id);
    return layer ? layerTitle(layer, this.taal) : id;
  }

  #remark(remark: string): TemplateResult {
    const { text, lang } = remarkText(remark, this.taal);
    return html`<li lang=${lang === this.taal ? nothing : lang}>${text}</li>`;
  }

  #origin(layer: Collection, kolom: Kolom | null): TemplateResult {
    const { bron, licentie, peildatum, methodeVersie, indelingsjaar } = layer.woonzorg;
    const facts = [
      this.t("peildatum", { datum: formatDate(kolom?.peildatum ?? peildatum, this.taal) }),
      methodeVersie ? this.t("methode", { versie: methodeVersie.replace(/\+.*/, "") }) : "",
      indelingsjaar ? this.t("legenda.indeling", { jaar: indelingsjaar }) : "",
    ].filter(Boolean).join(" · ");
    const source = kolom?.bron ?? bron;
    return html`<div class="wz-legenda__bron">
      ${source ? html`<p>${this.t("legenda.bron", { bron: valueLabel(source, this.taal) })}</p>` : nothing}
      <p>${facts}</p>
      ${licentie ? html`<p>${valueLabel(licentie, this.taal)}</p>` : nothing}
      <a class="nl-link" href="/lagen/${layer.id}">${this.t("over.meer")}</a>
    </div>`;
  }
}
