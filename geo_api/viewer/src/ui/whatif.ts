// "Wat als": what planned places in the chosen buurt or gebied would change, told in words. The plans
// stand in the address; nothing is kept anywhere else.

import { html, nothing, type TemplateResult } from "lit";
import { askWhatIf, type GeplandePlek, type Opgave, type Watals } from "../api/asked.ts";
import type { Kolom } from "../api/types.ts";
import { areaCode, levelOfLayer } from "../model/areas.ts";
import { formatColumn, formatDate, formatFixed, formatNumber, valueLabel } from "../model/value.ts";
import { Asked } from "../state/asked.ts";
import { valueOf } from "../state/load.ts";
import { remarkText } from "../state/titles.ts";
import type { Plan } from "../state/url.ts";
import { Part } from "./element.ts";
import { failureText, notice } from "./notice.ts";

const HOMES = ["geclusterd", "nultreden", "zorggeschikt"] as const;
const PLACES = ["beschermd wonen", "maatschappelijke opvang", "directe bemiddeling"] as const;
const STATES = ["in uitvoering", "hard", "zacht", "idee"] as const;
/** Homes that are expected or lacking are told as a column of homes is. */
const COUNTED: Kolom = { naam: "woningen", type: "double precision", titel: "", rol: "waarde", eenheid: "woningen" };
const MOST_PLANS = 5;
const MOST = 2000; // as the API

export class WhatIf extends Part {
  readonly #asked = new Asked<Watals>(() => this.requestUpdate());

  override render(): TemplateResult | typeof nothing {
    const layer = this.store.currentLayer;
    const feature = valueOf(this.store.feature);
    const level = layer && levelOfLayer(layer);
    const code = layer && feature && areaCode(layer, feature.properties);
    const key = level?.laag === "buurten" ? "buurt" : level?.laag === "beleidsgebieden" ? "gebied" : null;
    if (!code || !key) return nothing;
    const { plan } = this.store.view;
    const plannen = plan.map(({ soort, aantal, status }): GeplandePlek => ({ [key]: code, soort, aantal, ...(status ? { status } : {}) }));
    this.#asked.want(plan.length ? JSON.stringify(plannen) : null, (signal) => askWhatIf(plannen, signal));
    return html`<details class="wz-vouw wz-watals" ?open=${plan.length > 0}>
      <summary><h3 class="nl-heading nl-heading--level-3">${this.t("watals")}</h3></summary>
      <p class="wz-weging__uitleg">${this.t("watals.uitleg")}</p>
      ${plan.length < MOST_PLANS ? this.#form() : nothing}
      ${plan.length ? html`<ul class="wz-watals__plannen">${plan.map((one, i) => this.#plan(one, i))}</ul>` : nothing}
      <div aria-live="polite">${this.#answer()}</div>
    </details>`;
  }

  #form(): TemplateResult {
    const option = (value: string, label: string): TemplateResult => html`<option value=${value}>${label}</option>`;
    return html`<form class="wz-watals__vraag" @submit=${this.#add}>
      <p class="wz-veld"><label for="wz-watals-soort">${this.t("watals.soort")}</label><select class="utrecht-select" id="wz-watals-soort" name="soort">
        <optgroup label=${this.t("watals.woningen")}>${HOMES.map((one) => option(one, this.t(`watals.soort.${one}`)))}</optgroup>
        <optgroup label=${this.t("watals.plaatsen")}>${PLACES.map((one) => option(one, this.t(`watals.soort.${one}`)))}</optgroup></select></p>
      <p class="wz-veld"><label for="wz-watals-aantal">${this.t("watals.aantal")}</label>
        <input class="wz-zoek__veld" id="wz-watals-aantal" name="aantal" type="number" min="1" max=${MOST} step="1" required value="40"></p>
      <p class="wz-veld"><label for="wz-watals-status">${this.t("watals.status")}</label><select class="utrecht-select" id="wz-watals-status" name="status">
        ${STATES.map((one) => option(one, this.t(`watals.status.${one}`)))}</select></p>
      <button class="nl-button nl-button--secondary" type="submit">${this.t("watals.reken")}</button>
    </form>`;
  }

  readonly #add = (event: Event): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const aantal = Number(given.get("aantal"));
    if (!Number.isInteger(aantal) || aantal < 1 || aantal > MOST) return;
    const status = String(given.get("status"));
    const plan: Plan = { soort: String(given.get("soort")), aantal, status: status === STATES[0] ? null : status };
    this.store.update({ plan: [...this.store.view.plan, plan] });
  };

  #plan({ soort, aantal, status }: Plan, at: number): TemplateResult {
    const key = `watals.soort.${soort}` as "watals.soort.geclusterd";
    const words = `${formatNumber(aantal, this.taal)} ${this.t(key).toLowerCase()} (${this.t(`watals.status.${(status ?? STATES[0]) as "hard"}`).toLowerCase()})`;
    return html`<li>${words} <button class="nl-button nl-button--subtle wz-sluit" type="button" aria-label=${this.t("watals.weg", { plan: words })}
      @click=${() => this.store.update({ plan: this.store.view.plan.filter((_, i) => i !== at) })}><span aria-hidden="true">×</span></button></li>`;
  }

  #answer(): TemplateResult | typeof nothing {
    const { load } = this.#asked;
    if (load.state === "busy") return notice(this.t(load.slow ? "traag" : "laden"));
    if (load.state === "failed") {
      const again = { label: this.t("opnieuw"), act: () => this.#asked.forget() };
      return notice(failureText(load.error, this.taal, "watals.niet"), load.error.kind === "refused" ? [] : [again], "alert");
    }
    return load.state === "ready" ? this.#told(load.value) : nothing;
  }

  #told(found: Watals): TemplateResult {
    const klasse = (waarde: string | null): string => (waarde ? valueLabel(waarde, this.taal) : this.t("watals.niet-te-zien"));
    const moments = [...new Set(found.bronnen.map((one) => `${valueLabel(one.bron ?? "", this.taal)} (${formatDate(one.peildatum, this.taal)})`))];
    return html`<h4 class="nl-heading nl-heading--level-4">${this.t("watals.gevolg")}</h4>
      ${found.gebieden.map(({ naam, draaglast, opvang }) => html`
        <p class="nl-paragraph">${this.t("watals.draaglast", { naam, nu: klasse(draaglast.nu.waarde), dan: klasse(draaglast.dan.waarde) })}</p>
        ${this.said(draaglast.reden, "wz-weging__uitleg")}
        ${opvang && opvang.per1000Woningen !== null ? html`<p class="nl-paragraph">${this.t("watals.opvang", {
          n: formatNumber(opvang.plaatsen + opvang.directeBemiddeling, this.taal), deel: formatFixed(opvang.per1000Woningen, 1, this.taal),
        })}</p>` : nothing}`)}
      ${found.opgave.map((one) => this.#need(one))}
      ${found.zonderGebied.length ? html`<p class="nl-paragraph">${this.t("watals.zonder-gebied")}</p>` : nothing}
      <ul class="wz-watals__opmerkingen">${found.opmerkingen.map((one) => remarkText(one, this.taal)).map(({ text, lang }) => html`<li lang=${lang === this.taal ? nothing : lang}>${text}</li>`)}</ul>
      <p class="wz-weging__uitleg">${this.t("watals.bronnen", { lijst: moments.join("; ") })}</p>`;
  }

  #need(one: Opgave): TemplateResult {
    const homes = (count: number): string => formatColumn(count, COUNTED, this.taal);
    const way = (letter: "A" | "B", { nu, dan }: { nu: number | null; dan: number | null }): string =>
      (nu === null || dan === null ? this.t("watals.methode.onbekend", { letter })
        : this.t(dan < 0 ? "watals.methode.over" : "watals.methode", { letter, nu: homes(nu), dan: homes(Math.abs(dan)) }));
    return html`<p class="nl-paragraph">${this.t("watals.opgave", {
      klasse: this.t(`watals.soort.${one.klasse as "geclusterd"}`).toLowerCase(), gebied: one.gebied, jaar: one.jaar ?? "2030",
    })} ${way("A", one.methodeA)} ${way("B", one.methodeB)}${one.verwacht === one.gepland ? "" : ` ${this.t("watals.verwacht", {
      gepland: homes(one.gepland), verwacht: homes(one.verwacht),
    })}`}</p>`;
  }
}
