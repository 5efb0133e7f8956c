// Weights of the score: a slider and a number per criterion, named profiles, and a mark when they
// are not those that were decided on. Moving one recolours map and legend without a request.

import { html, nothing, type TemplateResult } from "lit";
import { criteriaOf, SCORE, sliders, type Criterion, type Weights as Given } from "../model/weighing.ts";
import { formatNumber } from "../model/value.ts";
import { criterionName, profileName, wegingName } from "../state/titles.ts";
import { formatWeging, parseWeging, type Weging } from "../state/url.ts";
import type { Weighing } from "../state/weighing.ts";
import { Part } from "./element.ts";
import { failureText, notice } from "./notice.ts";

const MOST = 10;
const CALM_MS = 800; // without a move, before what changed is said aloud
const OVER_MS = 1500; // without a move, before the next one is counted by itself

export class Weights extends Part {
  #frame = 0;
  #own: Given | null = null; // as the sliders stand, while they move
  #said = ""; // for who listens: once for a row of moves, over all of them
  #calm = 0;
  #over = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.addEventListener("weigh", this.#moved);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.removeEventListener("weigh", this.#moved);
    clearTimeout(this.#calm);
    clearTimeout(this.#over);
  }

  readonly #moved = (): void => {
    this.#said = "";
    clearTimeout(this.#calm);
    this.#calm = window.setTimeout(() => this.#say(), CALM_MS);
    clearTimeout(this.#over);
    this.#over = window.setTimeout(this.#settle, OVER_MS);
    this.requestUpdate();
  };

  /** Who holds a slider still has not let go of it. */
  readonly #settle = (): void => {
    if (!this.#own) this.store.weighing?.settle();
  };

  #say(): void {
    const { weighing } = this.store;
    if (!weighing) return;
    this.#said = this.#nothing(weighing) ? this.t("weging.niets") : this.#changed(weighing.tell());
    this.requestUpdate();
  }

  #nothing({ criteria, weights }: Weighing): boolean {
    const values = this.#own ?? sliders(criteria, weights);
    return criteria.every(({ code }) => !values[code]);
  }

  override render(): TemplateResult | typeof nothing {
    const { weighing, columns, currentLayer } = this.store;
    if (!currentLayer || !criteriaOf(currentLayer).length) return nothing;
    if (columns.state === "failed") {
      const retry = { label: this.t("opnieuw"), act: () => void this.store.loadColumns() };
      return notice(`${this.t("weging.niet")} ${failureText(columns.error, this.taal)}`, [retry], "alert");
    }
    if (columns.state === "busy") return notice(this.t(columns.slow ? "traag" : "weging.laden"));
    return weighing ? this.#panel(weighing) : nothing;
  }

  #panel(weighing: Weighing): TemplateResult {
    const { criteria, official } = weighing;
    if (!official || this.store.against) void import("../moved.ts").catch(() => undefined); // tried again by the next change
    const values = this.#own ?? sliders(criteria, weighing.weights);
    return html`<details class="wz-vouw wz-weging" open>
      <summary><h2 class="nl-heading nl-heading--level-2">${this.t("weging")}</h2>
        <span class="nl-data-badge" data-afwijkend=${official ? nothing : ""}>${this.t(official ? "weging.vastgesteld" : "weging.afwijkend")}</span></summary>
      ${this.#profiles(weighing)}
      <div class="wz-weging__schuiven" @focusout=${this.#settle}>${criteria.map((one) => this.#slider(one, values[one.code] ?? 0))}</div>
      <p class="wz-weging__gevolg" aria-hidden="true">${this.#nothing(weighing)
        ? this.t("weging.niets") : weighing.changed === null
        ? nothing : this.#changed(weighing.changed)}</p>
      <p class="wz-alleen-voorlezen" role="status">${this.#said}</p>
      <wz-movers></wz-movers>
      ${official ? nothing : html`<button class="nl-button nl-button--secondary" type="button" @click=${() => this.#choose(null)}>${this.t("weging.terug")}</button>`}
      ${this.#against(weighing)}
      <p class="wz-weging__uitleg">${this.t("weging.uitleg")}</p>
    </details>`;
  }

  #changed(count: number): string {
    return this.t(count === 1 ? "weging.veranderd.een" : "weging.veranderd", { n: formatNumber(count, this.taal) });
  }

  #profiles({ profiles, official }: Weighing): TemplateResult | typeof nothing {
    if (!profiles.length) return nothing;
    const { weging } = this.store.view;
    const current = official ? profiles[0]?.[0] : weging && "profiel" in weging ? weging.profiel : null;
    return html`<fieldset class="wz-keus wz-weging__profielen"><legend>${this.t("weging.profiel")}</legend>
      ${profiles.map(([name], k) => html`<label><input type="radio" name="weegprofiel" value=${name} .checked=${name === current}
        @change=${() => this.#choose(k === 0 ? null : { profiel: name })}><span>${profileName(name, this.taal)}</span></label>`)}
    </fieldset>`;
  }

  /** Show the difference with another weighting, instead of the scores. */
  #against({ profiles }: Weighing): TemplateResult | typeof nothing {
    const { tegen, weging } = this.store.view;
    const current = formatWeging(tegen) ?? "";
    const own = weging && "gewichten" in weging ? formatWeging(weging) : null; // once it rests
    const choices = [...profiles.map(([name]) => [name, profileName(name, this.taal)] as const),
      ...(own && own !== current ? [[own, this.t("verschil.deze")] as const] : []),
      ...(tegen && "gewichten" in tegen ? [[current, wegingName(tegen, this.taal)] as const] : [])];
    const change = (event: Event): void => {
      const value = (event.target as HTMLSelectElement).value;
      this.store.update({ tegen: parseWeging(value || null), ...(value ? { kolom: SCORE, klassen: [] } : {}) });
    };
    return html`<p class="wz-veld"><label for="wz-tegen">${this.t("verschil.kies")}</label>
      <select class="utrecht-select" id="wz-tegen" @change=${change}>
        <option value="" .selected=${!current}>${this.t("verschil.geen")}</option>
        ${choices.map(([value, label]) => html`<option value=${value} .selected=${value === current}>${label}</option>`)}
      </select></p>`;
  }

  #slider(criterion: Criterion, value: number): TemplateResult {
    const { code } = criterion;
    const name = criterionName(criterion, this.taal);
    const id = `wz-gewicht-${code}`;
    const words = value === 0 ? this.t("weging.uit") : formatNumber(value, this.taal);
    const input = (event: Event): void => this.#move(code, (event.target as HTMLInputElement).valueAsNumber);
    return html`<div class="wz-schuif" ?data-uit=${value === 0}>
      <label for=${id}>${name}${value === 0 ? html`<strong aria-hidden="true"> ${words}</strong>` : nothing}</label>
      <input class="wz-schuif__baan" id=${id} type="range" min="0" max=${MOST} step="1" .value=${String(value)}
        aria-valuetext=${words} @input=${input} @change=${() => this.#rest()}>
      <input class="wz-schuif__getal" type="number" min="0" max=${MOST} step="0.1" inputmode="decimal" .value=${String(value)}
        aria-label=${this.t("weging.getal", { naam: name })} @input=${input} @change=${() => this.#rest()}>
    </div>`;
  }

  #move(code: string, value: number): void {
    const { weighing } = this.store;
    if (!weighing || Number.isNaN(value)) return;
    this.#own = {
      ...(this.#own ?? sliders(weighing.criteria, weighing.weights)),
      [code]: Math.min(MOST, Math.max(0, value)),
    };
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#own) this.store.weigh(this.#own);
    });
  }

  /** The slider rests: now the address and everything else follows. */
  #rest(): void {
    const { weighing } = this.store;
    if (!weighing || !this.#own) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const own = this.#own;
    this.#own = null;
    if (weighing.criteria.every(({ code }) => !own[code])) {
      this.#own = own; // nothing weighs: said beside the sliders, and no state of its own
      this.store.weigh(own);
      return;
    }
    this.store.weigh(own);
    this.#choose(weighing.official ? null : { gewichten: own });
  }

  #choose(weging: Weging | null): void {
    this.#own = null;
    this.store.setWeging(weging);
  }
}
