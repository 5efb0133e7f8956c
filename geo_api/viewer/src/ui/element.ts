// Base of all parts: Lit in light DOM (the page's CSS reaches in, no styles are injected, which
// the content security policy would refuse), redrawn when the store changes.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Lang } from "../api/types.ts";
import { t, type Key } from "../i18n/index.ts";
import { store } from "../state/store.ts";
import { remarkText } from "../state/titles.ts";

export abstract class Part extends LitElement {
  protected readonly store = store;
  readonly #redraw = (): void => this.requestUpdate();

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    store.addEventListener("change", this.#redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    store.removeEventListener("change", this.#redraw);
  }

  protected get taal(): Lang {
    return store.view.taal;
  }

  protected t(key: Key, params: Record<string, string | number> = {}): string {
    return t(this.taal, key, params);
  }

  /** A sentence of the API as a paragraph, in the reader's language where that is known. */
  protected said(sentence: string, look: string): TemplateResult {
    const { text, lang } = remarkText(sentence, this.taal);
    return html`<p class=${look} lang=${lang === this.taal ? nothing : lang}>${text}</p>`;
  }

  /** `lang` for texts that the API has in Dutch only. */
  protected get dutch(): string | undefined {
    return this.taal === "nl" ? undefined : "nl";
  }

  abstract override render(): TemplateResult | typeof nothing;
}
