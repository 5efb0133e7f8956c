// Figures over a selection, as a table: what adds up as a sum, what does not as a mean, classes as
// counts; with how many blocks were known, suppressed or unknown, and which blocks they are.

import { html, nothing, type TemplateResult } from "lit";
import type { Cijfer, Cijfers } from "../api/asked.ts";
import type { Collection, Kolom, Lang } from "../api/types.ts";
import { t } from "../i18n/index.ts";
import { legendClasses } from "../model/classes.ts";
import { columnTitle, columnUnit } from "../model/layer.ts";
import { formatColumn, formatDate, formatMean, formatNumber, valueLabel } from "../model/value.ts";
import { remarkText } from "../state/titles.ts";

const MOST_NAMED = 12; // before the list of blocks is folded

export function figures(layer: Collection, cijfers: Cijfers, taal: Lang): TemplateResult {
  if (cijfers.aantal === null || cijfers.aantal === 0) {
    return html`<p class="nl-paragraph" role="status">${cijfers.reden ? sentence(cijfers.reden, taal) : t(taal, "cijfers.niets")}</p>`;
  }
  const known = new Map((layer.woonzorg.kolommen ?? []).map((kolom) => [kolom.naam, kolom]));
  return html`<div class="wz-cijfers" role="region" tabindex="0" aria-label=${t(taal, "cijfers")}><table class="wz-waarom__tabel">
      <caption class="wz-naast__kop">${t(taal, cijfers.aantal === 1 ? "cijfers.aantal.een" : "cijfers.aantal", { n: formatNumber(cijfers.aantal, taal) })}</caption>
      <thead><tr><th scope="col">${t(taal, "vergelijk.wat")}</th><th scope="col" class="wz-getal">${t(taal, "cijfers.waarde")}</th></tr></thead>
      <tbody>${cijfers.kolommen.map((one) => row(layer, one, known.get(one.naam), taal))}</tbody>
    </table></div>
    ${blocks(cijfers, taal)}
    <p class="wz-weging__uitleg">${t(taal, "kaartje.herkomst", {
      bron: valueLabel(cijfers.woonzorg.bron ?? t(taal, "kaartje.afgeleid"), taal), datum: formatDate(cijfers.woonzorg.peildatum, taal),
    })}</p>`;
}

/** A sentence of the API, marked as Dutch where it has no English. */
function sentence(said: string, taal: Lang): TemplateResult {
  const { text, lang } = remarkText(said, taal);
  return html`<span lang=${lang === taal ? nothing : lang}>${text}</span>`;
}

function row(layer: Collection, one: Cijfer, kolom: Kolom | undefined, taal: Lang): TemplateResult {
  const unit = kolom ? columnUnit(kolom, taal) : "";
  const rest = [
    one.onderdrukt ? t(taal, "cijfers.onderdrukt", { n: one.onderdrukt }) : "",
    one.onbekend ? t(taal, "cijfers.onbekend", { n: one.onbekend }) : "",
  ].filter(Boolean).join(", ");
  return html`<tr><th scope="row">${kolom ? columnTitle(kolom, taal) : one.naam}${unit ? html`<span class="wz-eenheid"> (${unit})</span>` : nothing}</th>
    <td class="wz-getal">${value(layer, one, kolom, taal)}${rest ? html`<span class="wz-status">${t(taal, "cijfers.bekend", { n: formatNumber(one.metWaarde, taal), rest })}</span>` : nothing}</td></tr>`;
}

function value(layer: Collection, one: Cijfer, kolom: Kolom | undefined, taal: Lang): TemplateResult | string {
  if (one.reden) return html`<span class="wz-status">${sentence(one.reden, taal)}</span>`;
  if (one.klassen) {
    const some = one.klassen.filter(({ aantal }) => aantal > 0);
    return some.length ? html`${some.map(({ waarde, aantal }, i) => html`${i ? ", " : ""}${valueLabel(waarde, taal)}: ${formatNumber(aantal, taal)}`)}` : "–";
  }
  if (typeof one.som === "number") {
    return html`${kolom ? formatColumn(one.som, kolom, taal) : formatNumber(one.som, taal)}<span class="wz-status">${` ${t(taal, one.somToelichting ? "cijfers.som.deel" : "cijfers.som")}`}</span>`;
  }
  if (typeof one.gemiddelde === "number") {
    return html`${kolom ? formatMean(one.gemiddelde, kolom, taal) : formatNumber(one.gemiddelde, taal)}<span class="wz-status">${` ${t(taal, one.gemiddeldeToelichting ? "cijfers.gewogen" : "cijfers.gemiddeld")}`}</span>`;
  }
  // A score has neither: how many stand in each class of the map can be told.
  const labels = kolom ? legendClasses(layer, kolom, taal) : [];
  const held = (one.histogram ?? []).map(({ aantal }, i) => ({ aantal, label: labels[i]?.label ?? "" })).filter(({ aantal, label }) => aantal > 0 && label);
  if (held.length) return html`<ul class="wz-cijfers__klassen">${held.map(({ aantal, label }) => html`<li>${label}: ${formatNumber(aantal, taal)}</li>`)}</ul>`;
  const reason = one.gemiddeldeReden ?? one.somReden;
  return reason ? html`<span class="wz-status">${sentence(reason, taal)}</span>` : "–";
}

function blocks({ gebied }: Cijfers, taal: Lang): TemplateResult | typeof nothing {
  const found = gebied?.blokken ?? [];
  if (!found.length) return nothing;
  const names = html`<ul class="wz-cijfers__blokken" lang="nl">${found.map(({ id, naam }) => html`<li>${naam ?? id}</li>`)}</ul>`;
  const total = gebied?.aantalBlokken ?? found.length;
  const title = t(taal, total === 1 ? "cijfers.blokken.een" : "cijfers.blokken", { n: formatNumber(total, taal) });
  return html`<details class="wz-cijfers__som" ?open=${found.length <= MOST_NAMED}><summary>${title}</summary>
    ${gebied?.toelichting ? html`<p class="wz-weging__uitleg">${sentence(gebied.toelichting, taal)}</p>` : nothing}${names}
    ${total > found.length ? html`<p class="wz-weging__uitleg">${t(taal, "cijfers.blokken.meer", { n: formatNumber(total - found.length, taal) })}</p>` : nothing}</details>`;
}
