// On a phone the panels are a sheet at the foot of the screen: low (only its handle), half, or high.
// The handle is a button that goes through the three, for who cannot or does not want to drag; with
// the arrow keys it goes up and down.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { shownColumn } from "../model/layer.ts";
import { nearest, next, STANDS, type Stand } from "../model/stand.ts";
import { valueOf } from "../state/load.ts";
import { featureHeading, mapHeading } from "../state/titles.ts";
import { Part } from "./element.ts";

/** As the style sheet has it: where there is no room for a sheet, the panels stand under the map. */
export const PHONE = matchMedia("screen and (max-width: 40rem) and (min-height: 30rem)");
const STILL = 6; // pixels that are no drag yet

export class Handle extends Part {
  #object: string | null = null;
  #drag: { y: number; height: number; to: number; moved: boolean } | null = null;

  override render(): TemplateResult | typeof nothing {
    const { sheet, currentLayer: layer } = this.store;
    if (!layer || !PHONE.matches) return nothing;
    return html`<button class="wz-greep" type="button" aria-expanded=${sheet === "laag" ? "false" : "true"} aria-controls="wz-vel"
      @click=${this.#click} @keydown=${this.#key} @pointerdown=${this.#take} @pointermove=${this.#pull} @pointerup=${this.#drop} @pointercancel=${this.#drop}>
      <span class="wz-greep__naam">${this.#title()}</span>
      <span class="wz-greep__daad">${this.t(`vel.${next(sheet)}`)}</span></button>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("settled", this.#settled);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("settled", this.#settled);
  }

  /** What came above the map while the page was made has pushed it down. */
  readonly #settled = (): void => {
    if (PHONE.matches && this.store.sheet === "half") this.#show();
  };

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { object } = this.store.view;
    if (object && this.store.feature.state === "idle" || object === this.#object) return;
    if (object && PHONE.matches && this.store.sheet === "laag") this.#go("half");
    this.#object = object;
  }

  /** What the sheet holds: the chosen area, else the legend. */
  #title(): string {
    const { currentLayer: layer, view } = this.store;
    const feature = valueOf(this.store.feature);
    if (layer && feature && view.object) return featureHeading(this.store, layer, feature.properties, view.object, this.taal);
    const kolom = layer && shownColumn(layer, view.kolom);
    return `${this.t("legenda")}${kolom ? `: ${mapHeading(this.store, kolom, this.taal)}` : ""}`;
  }

  #go(stand: Stand): void {
    this.store.setSheet(stand);
    if (stand === "half") this.#show();
  }

  /** What the sheet leaves free is for the map. */
  #show(): void {
    document.querySelector("wz-map:not([hidden])")?.scrollIntoView({ block: "start" });
  }

  readonly #click = (): void => {
    if (this.#drag?.moved) this.#drag = null; // the end of a drag is no click
    else this.#go(next(this.store.sheet));
  };

  readonly #key = (event: KeyboardEvent): void => {
    const step = { ArrowUp: 1, ArrowDown: -1, Escape: -STANDS.length }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = Math.min(Math.max(STANDS.indexOf(this.store.sheet) + step, 0), STANDS.length - 1);
    this.#go(STANDS[at] as Stand);
  };

  get #sheet(): HTMLElement | null {
    return this.closest<HTMLElement>(".wz-zij");
  }

  readonly #take = (event: PointerEvent): void => {
    if (!this.#sheet) return;
    const height = this.#sheet.offsetHeight;
    this.#drag = { y: event.clientY, height, to: height, moved: false };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  readonly #pull = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (!drag || !event.buttons) return;
    const up = drag.y - event.clientY;
    drag.moved ||= Math.abs(up) > STILL;
    drag.to = Math.max(drag.height + up, 0);
    if (drag.moved) this.#sheet?.style.setProperty("block-size", `${drag.to}px`);
  };

  readonly #drop = (): void => {
    const sheet = this.#sheet;
    if (!sheet || !this.#drag?.moved) return;
    const stand = nearest(this.#drag.to / innerHeight); // where the finger is: the sheet glides after it
    sheet.style.removeProperty("block-size");
    this.#go(stand);
  };
}
