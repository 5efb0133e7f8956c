// A plain sentence and a way on: what every failure and every empty place shows.

import { html, nothing, type TemplateResult } from "lit";
import type { ApiError } from "../api/client.ts";
import type { Lang } from "../api/types.ts";
import { englishOf, t, type Key } from "../i18n/index.ts";

export interface Way {
  label: string;
  act?: () => void;
  href?: string;
  away?: boolean; // to another page
}

export function notice(text: string, ways: Way[] = [], role: "alert" | "status" = "status"): TemplateResult {
  return html`<div class="wz-melding" role=${role}>
    <p class="nl-paragraph">${text}</p>
    ${ways.length ? html`<p class="wz-melding__wegen">${ways.map((way) => (way.href
      ? html`<a class="nl-link" href=${way.href} ?data-state=${!way.away}>${way.label}</a>`
      : html`<button class="nl-button nl-button--secondary" type="button" @click=${way.act}>${way.label}</button>`))}</p>` : nothing}
  </div>`;
}

/** The sentence for a failure: the API's own when it withdrew or refused something and the reader's
 * language has it, else ours. */
export function failureText(error: ApiError, taal: Lang, missing: Key = "fout.missing"): string {
  const { kind, detail } = error;
  const said = detail && (kind === "refused" || kind === "gone") && (taal === "nl" ? detail : englishOf(detail));
  return said || t(taal, kind === "missing" || kind === "refused" ? missing : `fout.${kind}`);
}
