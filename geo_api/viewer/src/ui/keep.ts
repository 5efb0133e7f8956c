// Keeping and sharing what is seen: the link, a picture, a print, the scores under these weights,
// and the downloads of the layer. Every one says weighting, release, dates and source.

import { html, nothing, type TemplateResult } from "lit";
import type { Collection, Kolom } from "../api/types.ts";
import { apartClasses } from "../model/apart.ts";
import { ABSENCES, legendClasses } from "../model/classes.ts";
import { columnUnit, layerTitle, shownColumn } from "../model/layer.ts";
import { csv, weightsInWords } from "../model/sheet.ts";
import { formatDate, valueLabel } from "../model/value.ts";
import { unsureOf } from "../model/themes.ts";
import { SCORE, sliders } from "../model/weighing.ts";
import { linkPath } from "../api/read.ts";
import { valueOf } from "../state/load.ts";
import { shownCounts } from "../state/shown.ts";
import { criterionName, gemeenteNames, mapHeading, profileName, remarkText, wegingName } from "../state/titles.ts";
import { Part } from "./element.ts";
import { MapPart } from "./map.ts";
import type { Sheet } from "./picture.ts";

export class Keep extends Part {
  #said = "";

  override render(): TemplateResult | typeof nothing {
    const layer = this.store.currentLayer;
    if (!layer) return nothing;
    const button = (key: "bewaar.link" | "bewaar.plaatje" | "bewaar.druk" | "bewaar.scores", act: () => void): TemplateResult =>
      html`<button class="nl-button nl-button--secondary" type="button" @click=${act}>${this.t(key)}</button>`;
    const drawn = !this.store.mapFailed && layer.woonzorg.geometrie && this.store.view.weergave !== "tabel";
    return html`<details class="wz-vouw wz-bewaar">
      <summary><h2 class="nl-heading nl-heading--level-2">${this.t("bewaar")}</h2></summary>
      <p class="wz-bewaar__daden">
        ${button("bewaar.link", () => void this.#copy())}
        ${drawn ? button("bewaar.plaatje", () => void this.#picture(layer)) : nothing}
        ${button("bewaar.druk", () => print())}
        ${this.store.weighing ? button("bewaar.scores", () => this.#scores(layer)) : nothing}
      </p>
      <p class="wz-bewaar__gezegd" role="status">${this.#said}</p>
      ${this.#downloads(layer)}
    </details>
    <div class="wz-afdruk">${(layer.woonzorg.opmerkingen ?? []).map((one) => this.#remark(one))}${this.#facts(layer).map((line) => html`<p>${line}</p>`)}</div>`;
  }

  #downloads(layer: Collection): TemplateResult | typeof nothing {
    const files = (layer.links ?? []).filter((link) => link.rel === "enclosure" && link.title);
    if (!files.length || this.store.pinned !== null) return nothing;
    return html`<ul class="wz-bewaar__bestanden">${files.map((file) => html`<li><a class="nl-link"
      href=${linkPath([file], () => true) ?? file.href} download>${this.#fileName(layer, file.title ?? "")}</a></li>`)}</ul>`;
  }

  /** The form of a file, for people: the layer stands above the list. */
  #fileName(layer: Collection, title: string): string {
    const form = title.replace(`${layer.title}: `, "");
    const told = valueLabel(form, this.taal);
    return told.charAt(0).toUpperCase() + told.slice(1);
  }

  /** What must be known of every copy: weighting, release, dates, source and address. */
  #facts(layer: Collection): string[] {
    const info = valueOf(this.store.catalog)?.woonzorg;
    const { weighing, pinned, against } = this.store;
    const kolom = shownColumn(layer, this.store.view.kolom);
    const weights = weighing && sliders(weighing.criteria, weighing.weights);
    const named = weighing?.profiles.find(([, given]) => given === weighing.weights)?.[0];
    return [
      weighing && weights ? `${this.t("weging")}: ${named ? profileName(named, this.taal) : this.t("bewaar.eigen")}${
        weighing.official ? "" : ` (${this.t("weging.afwijkend")})`}: ${weightsInWords(
        weighing.criteria.map((one) => [criterionName(one, this.taal), weights[one.code] ?? 0]), this.taal)}.` : "",
      against ? this.t("verschil.uitleg", { naam: wegingName(against, this.taal) }) : "",
      info ? `${this.t("release", { n: pinned ?? info.release })}; ${this.t("oudste-peildatum", { datum: formatDate(info.oudstePeildatum, this.taal) })}.` : "",
      this.t("bewaar.peildatum", { datum: formatDate(kolom?.peildatum ?? layer.woonzorg.peildatum, this.taal) }),
      this.t("legenda.bron", { bron: [kolom?.bron ?? layer.woonzorg.bron, layer.woonzorg.attributie].flatMap((one) => (one ? valueLabel(one, this.taal) : [])).join("; ") }),
      location.href,
    ].filter(Boolean);
  }

  #remark(one: string): TemplateResult {
    const { text, lang } = remarkText(one, this.taal);
    return html`<p lang=${lang === this.taal ? nothing : lang}>${text}</p>`;
  }

  /** The same with the remarks, for what leaves the page. */
  #lines(layer: Collection): string[] {
    return [...this.#facts(layer), ...(layer.woonzorg.opmerkingen ?? []).map((one) => remarkText(one, this.taal).text)];
  }

  /** Signs and words of what the map shows; a way of being absent only when it occurs. */
  #classes(layer: Collection, kolom: Kolom): Sheet["classes"] {
    const { against } = this.store;
    const unsure = against ? null : unsureOf(layer, kolom);
    const counts = shownCounts(this.store, kolom);
    return [
      ...(against ? apartClasses(this.taal) : legendClasses(layer, kolom, this.taal)).map(({ colour, label }) => ({ sign: colour, label })),
      ...ABSENCES.filter((one) => !counts || counts.has(one)).map((one) => ({ sign: one, label: this.t(`afwezig.${one}`) })),
      ...(unsure ? [{ sign: "onzeker", label: this.t(unsure.tekst) }] : []),
    ];
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      this.#say(this.t("bewaar.gekopieerd"));
    } catch {
      this.#say(`${this.t("bewaar.kopieer-zelf")} ${location.href}`); // not allowed here: the address itself
    }
  }

  async #picture(layer: Collection): Promise<void> {
    const map = document.querySelector("wz-map");
    const kolom = shownColumn(layer, this.store.view.kolom);
    try {
      const canvas = map instanceof MapPart ? await map.canvas() : null;
      if (!canvas) throw new Error("no map");
      const { picture } = await import("./picture.ts");
      this.#save(await picture(canvas, {
        title: [layerTitle(layer, this.taal), ...gemeenteNames(this.store)].join(", "),
        subtitle: kolom ? this.#heading(kolom) : "", classes: kolom ? this.#classes(layer, kolom) : [], lines: this.#lines(layer),
      }), `${layer.id}.png`);
    } catch {
      this.#say(this.t("bewaar.mislukt"));
    }
  }

  #heading(kolom: Kolom): string {
    const unit = columnUnit(kolom, this.taal);
    return mapHeading(this.store, kolom, this.taal) + (unit ? ` (${unit})` : "");
  }

  #scores(layer: Collection): void {
    const { weighing, values } = this.store;
    if (!weighing) return;
    const criteria = weighing.criteria.map(({ kolom }) => kolom.naam);
    const rows = weighing.cells.ids.map((id) => {
      const properties = weighing.apply(id, values.get(id)?.properties ?? {});
      return [id, ...[SCORE, `${SCORE}_status`, "reden", ...criteria].map((naam) => {
        const value = properties[naam];
        return typeof value === "number" || typeof value === "string" ? value : null;
      })];
    });
    const text = csv(this.#lines(layer), ["id", SCORE, `${SCORE}_status`, "reden", ...criteria], rows);
    this.#save(new Blob([text], { type: "text/csv;charset=utf-8" }), `${layer.id}-weging.csv`);
  }

  #save(blob: Blob, name: string): void {
    const url = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    this.#say(this.t("bewaar.klaar", { naam: name }));
  }

  #say(text: string): void {
    this.#said = text;
    this.requestUpdate();
  }
}
