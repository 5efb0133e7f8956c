// The page: its landmarks, and what is shown when there is no layer to show.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Collection } from "../api/types.ts";
import { isDraaglastLayer, layerTitle, mapColumns } from "../model/layer.ts";
import { valueOf } from "../state/load.ts";
import { FRESH, parseView } from "../state/url.ts";
import { Part } from "./element.ts";
import { PHONE } from "./sheet.ts";
import { failureText, notice, type Way } from "./notice.ts";

const LATER_MS = 300; // after the first map, which has the line to itself

export class App extends Part {
  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("click", this.#followLink);
    this.addEventListener("settled", () => {
      this.store.mapStands();
      setTimeout(() => this.#loadLate(), LATER_MS);
    });
    PHONE.addEventListener("change", () => this.store.setSheet("laag"));
    const release = new URLSearchParams(location.search).get("release");
    this.#release = release && parseView(location.search).release === null ? release : null;
    this.store.start();
  }

  #release: string | null = null; // of the link, when it is none
  #late: Promise<unknown> | null = null;
  #card: Promise<unknown> | null = null;
  #own: Promise<unknown> | null = null;

  #loadLate(): void {
    this.#late ??= this.#bring(import("../late.ts"), () => (this.#late = null));
  }

  /** The card and what hangs on it: only when something was chosen. */
  #loadCard(): void {
    this.#card ??= this.#bring(import("../chosen.ts"), () => (this.#card = null));
  }

  #loadOwn(): void {
    this.#own ??= this.#bring(import("../own.ts"), () => (this.#own = null));
  }

  #bring(parts: Promise<unknown>, lost: () => void): Promise<unknown> {
    return parts.then(() => this.store.rowsArrived()).catch((cause: unknown) => {
      console.warn(`late parts: ${cause}`);
      lost(); // another choice tries again
    });
  }

  override render(): TemplateResult {
    const { view, mapFailed, currentLayer, namedLayer } = this.store;
    const drawable = !mapFailed && Boolean(namedLayer?.woonzorg.geometrie);
    const layout = drawable ? view.weergave : "tabel";
    return html`
      <header>${drawable ? this.#skipLink("kaart", "naar-kaart") : nothing}${currentLayer ? this.#skipLink("tabel", "naar-tabel") : nothing}<wz-header></wz-header></header>
      <div class="wz-blad" data-weergave=${layout}>
        <wz-layers></wz-layers>
        <main class="wz-midden">
          <div class="wz-boven">
            ${this.#releaseNotice()}
            ${this.#trouble()}
            ${this.#misfit()}
            <wz-toolbar></wz-toolbar>
            ${mapFailed ? notice(this.t("kaart.geen-webgl")) : nothing}
          </div>
          ${mapFailed ? nothing : html`<wz-map ?hidden=${layout === "tabel"}></wz-map>`}
          <div class="wz-zij" data-stand=${this.store.sheet}><wz-handle></wz-handle>
            <div class="wz-vel" id="wz-vel" ?inert=${PHONE.matches && this.store.sheet === "laag"}>${this.#panels()}</div></div>
          <wz-table ?hidden=${layout === "kaart"}></wz-table>
        </main>
      </div>`;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const layer = this.store.currentLayer;
    const { view, mapFailed } = this.store;
    if (view.object || view.loop) this.#loadCard();
    if (this.store.selecting || view.vlak.length || view.kies.length) this.#loadOwn();
    if (view.object || view.loop || view.tegen || mapFailed || (layer && !layer.woonzorg.geometrie) || view.weergave === "tabel") this.#loadLate();
    document.documentElement.lang = this.taal;
    document.title = [layer && layerTitle(layer, this.taal), this.t("titel")].filter(Boolean).join(" – ");
    this.dataset["laag"] = layer?.id ?? "";
    this.toggleAttribute("data-draaglast", layer !== null && isDraaglastLayer(layer));
  }

  /** Legend, what was chosen, and tools; on a phone what was chosen comes first. */
  #panels(): TemplateResult {
    const { view, currentLayer } = this.store;
    const legend = html`<wz-legend></wz-legend>`;
    const chosen = html`${view.object || !currentLayer ? nothing : html`<p class="wz-kaartje__leeg">${this.t("kaartje.leeg")}</p>`}<wz-card></wz-card><wz-walk></wz-walk><wz-what-if></wz-what-if>`;
    const first = PHONE.matches && view.object;
    return html`${first ? chosen : legend}${first ? legend : chosen}<wz-weights></wz-weights>${this.#ownArea()}<wz-about></wz-about><wz-keep></wz-keep>`;
  }

  /** The place of an area of one's own; what fills it comes when it is opened. */
  #ownArea(): TemplateResult | typeof nothing {
    const { view, selecting, currentLayer } = this.store;
    if (!currentLayer) return nothing;
    const toggled = (event: Event): void => this.store.setSelecting((event.currentTarget as HTMLDetailsElement).open);
    return html`<details class="wz-vouw" ?open=${selecting || view.vlak.length > 0 || view.kies.length > 0} @toggle=${toggled}>
      <summary><h2 class="nl-heading nl-heading--level-2">${this.t("selectie")}</h2></summary><wz-select></wz-select></details>`;
  }

  #skipLink(target: string, key: "naar-kaart" | "naar-tabel"): TemplateResult {
    const go = (event: Event): void => {
      event.preventDefault(); // the fragment is no part of the state
      const part = this.querySelector<HTMLElement>(`#${target}`);
      if (part?.closest("[hidden]")) this.store.update({ weergave: "beide" }, "replace");
      void this.updateComplete.then(() => part?.focus());
    };
    return html`<a class="nl-skip-link nl-skip-link--visible-on-focus" href="#${target}" @click=${go}>${this.t(key)}</a>`;
  }

  #trouble(): TemplateResult | typeof nothing {
    const { catalog, layer } = this.store;
    const login = [catalog, layer].some((load) => load.state === "failed" && load.error.kind === "login");
    if (login) return notice(this.t("fout.login"), [{ label: this.t("aanmelden"), href: "/aanmelden", away: true }], "alert");
    if (catalog.state === "failed") {
      const retry = { label: this.t("opnieuw"), act: () => this.#again() };
      return notice(failureText(catalog.error, this.taal, "fout.down"), [retry], "alert");
    }
    if (catalog.state === "ready" && !catalog.value.collections.length) return notice(this.t("fout.leeg"));
    if (layer.state === "failed") {
      const passing = !["gone", "missing"].includes(layer.error.kind);
      const retry: Way[] = passing
        ? [{ label: this.t("opnieuw"), act: () => void this.store.loadLayer() }] : [];
      return notice(failureText(layer.error, this.taal), [...retry, ...this.#otherLayers()], "alert");
    }
    if (catalog.state === "busy") return notice(this.t(catalog.slow ? "traag" : "laden"));
    return layer.state === "busy" && layer.slow ? notice(this.t("traag")) : nothing;
  }

  /** A part of the address that this layer does not have: what is shown instead must not pass for it. */
  #misfit(): TemplateResult | typeof nothing {
    const { currentLayer: layer, view, weighing } = this.store;
    const kolom = layer && view.kolom && !mapColumns(layer).some(({ naam }) => naam === view.kolom) ? view.kolom : null;
    const release = this.#release;
    const profiel = weighing?.unknown(view.weging) ?? weighing?.unknown(view.tegen) ?? null;
    const parts = [kolom && this.t("link.kolom", { naam: kolom }), profiel && this.t("weging.onbekend", { naam: profiel }), release && this.t("link.release", { naam: release })].filter(Boolean);
    if (!parts.length) return nothing;
    const forget = { ...(kolom ? { kolom: null } : {}), ...(profiel ? { weging: null, tegen: null } : {}) };
    return notice(parts.join(" "), [{ label: this.t("link.vergeet"), act: () => { this.#release = null; this.store.update(forget, "replace"); } }]);
  }

  #again(): void {
    void this.store.loadCatalog();
    void this.store.loadLayer();
  }

  #otherLayers(): Way[] {
    const layers = valueOf(this.store.catalog)?.collections ?? [];
    const others = layers.filter((layer) => layer.id !== this.store.view.laag);
    return others.slice(0, 3).map((layer: Collection) => ({
      label: this.t("andere-laag", { laag: layerTitle(layer, this.taal) }),
      href: this.store.href({ ...FRESH, laag: layer.id }),
    }));
  }

  /** A link made with an older release shows the figures of then, and says that there are newer ones. */
  #releaseNotice(): TemplateResult | typeof nothing {
    const current = valueOf(this.store.catalog)?.woonzorg?.release;
    const asked = this.store.view.release;
    if (!current || !asked || current === asked) return nothing;
    const key = this.store.pinned === null ? "release.ander" : "release.ouder";
    return notice(this.t(key, { oud: asked, nieuw: current }), [{
      label: this.t("release.neem-over", { nieuw: current }),
      act: () => this.store.update({ release: current }, "replace"),
    }]);
  }

  /** Links that only change the state do not reload the page. */
  readonly #followLink = (event: MouseEvent): void => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-state]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain) return;
    event.preventDefault();
    this.store.update(parseView(new URL(link.href).search));
  };
}
