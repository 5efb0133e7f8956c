// Head of the page: where the figures come from (gemeente, release, oldest peildatum), in
// which language, and in plain sight when they are fictional.

import { html, nothing, type TemplateResult } from "lit";
import type { ReleaseInfo } from "../api/types.ts";
import { formatDate } from "../model/value.ts";
import { valueOf } from "../state/load.ts";
import { gemeenteNames } from "../state/titles.ts";
import { Part } from "./element.ts";

export class Header extends Part {
  override render(): TemplateResult {
    const info = valueOf(this.store.catalog)?.woonzorg ?? null;
    return html`
      <div class="wz-kop">
        <div class="wz-kop__naam">
          <a class="wz-kop__thuis" href="/" aria-label=${this.t("startpagina")}>
            <svg class="wz-kop__teken" viewBox="0 0 32 32" aria-hidden="true">
              <path d="M5 23 16 7l11 16z"></path><circle cx="16" cy="19" r="2.6"></circle>
            </svg>
          </a>
          <h1 class="nl-heading nl-heading--level-1">${this.t("titel")}${this.#place(info)}</h1>
        </div>
        <wz-search></wz-search>
        ${info ? this.#facts(info) : nothing}
        ${this.#languages()}
      </div>
      ${info?.fictief ? html`<p class="wz-fictief">
        <strong>${this.t("fictief")}.</strong> ${this.t("fictief.uitleg")}
        <span class="wz-ruim">${this.t("fictief.cijfers")}</span></p>` : nothing}`;
  }

  #place(info: ReleaseInfo | null): TemplateResult | typeof nothing {
    const names = gemeenteNames(this.store, info);
    return names.length ? html`<span class="wz-kop__gemeente">${` ${names.join(", ")}`}</span>` : nothing;
  }

  #facts(info: ReleaseInfo): TemplateResult {
    return html`<p class="wz-kop__feiten">
      <span>${this.t("release", { n: info.release })}<span class="wz-ruim">,
        ${this.t("release.van", { datum: formatDate(info.gepubliceerdOp, this.taal) })}</span></span>
      <span>${this.t("oudste-peildatum", { datum: formatDate(info.oudstePeildatum, this.taal) })}</span>
    </p>`;
  }

  #languages(): TemplateResult {
    return html`<nav class="wz-kop__taal" aria-label=${this.t("taal")}>
      ${(["nl", "en"] as const).map((taal) => html`<a class="nl-link" data-state
        href=${this.store.href({ taal })} lang=${taal} hreflang=${taal}
        aria-current=${taal === this.taal ? "true" : nothing}>${this.t(`taal.${taal}`)}</a>`)}
    </nav>`;
  }
}
