// The state all parts look at: the view from the address, and what the API answered for it.
// Parts change it only through `update`, which writes the address first.

import { readCatalog, readCollection, readColumns, readFeature, type When } from "../api/read.ts";
import { readWalk, type Plek, type Walked } from "../api/places.ts";
import type { Catalog, Collection, Feature, Properties } from "../api/types.ts";
import { learn, ready } from "../i18n/index.ts";
import { neededColumns } from "../model/counts.ts";
import { levelOf } from "../model/areas.ts";
import { featureId, shownColumn } from "../model/layer.ts";
import type { Stand } from "../model/stand.ts";
import { standingOrder } from "../model/sort.ts";
import { learnCodes } from "../model/value.ts";
import { criteriaOf, SCORE, type Weights } from "../model/weighing.ts";
import { follow, valueOf, type Load } from "./load.ts";
import { Names } from "./names.ts";
import { Rows } from "./rows.ts";
import { formatView, formatWeging, parseView, START, type View, type Weging } from "./url.ts";
import { Weighing } from "./weighing.ts";

/** Mean of a column over the gemeente, to hold a value against. */
export interface Mean {
  kolom: string;
  value: number;
  weighted: boolean; // by what the areas hold; otherwise each area counts once
}

const CODED = ["voetpaden", "natuurgebieden"]; // with codes that are read in words
/** Layers that make a good first map, best first; else the first of the catalogue is shown. */
const FIRST_LAYERS = ["kansenkaart", "draaglast", "draaglast_per_wijk"];

export class Store extends EventTarget {
  view: View = START;
  catalog: Load<Catalog> = { state: "idle" };
  layer: Load<Collection> = { state: "idle" };
  feature: Load<Feature> = { state: "idle" };
  beside: Load<Feature> = { state: "idle" }; // the area that the chosen one is compared with
  walk: Load<Walked> = { state: "idle" };
  columns: Load<Feature[]> = { state: "idle" }; // of every feature: what legend and weights need
  values = new Map<string, { id: string; properties: Properties }>(); // the same by id
  weighing: Weighing | null = null;
  rows: Rows | null = null;
  names = new Names(() => this.#changed());
  mean: Mean | null = null; // of the shown column, once it has been asked
  highlight: string | null = null; // row with the focus or area under the pointer
  found: Plek | null = null; // place that was searched for
  selecting = false; // areas are being picked
  sheet: Stand = "laag"; // of a phone
  mapFailed = false; // no WebGL 2: the table takes the place of the map
  cameFrom: HTMLElement | null = null;
  #walkStarts = false;
  #stands = false; // the first map is drawn, or there is none to draw
  #arriving: "show" | "focus" | null = null;
  #asked = {
    catalog: new AbortController(), layer: new AbortController(), feature: new AbortController(), columns: new AbortController(),
    beside: new AbortController(), walk: new AbortController(),
  };
  #columnsOf = "";

  start(): void {
    this.view = parseView(location.search);
    void ready(this.view.taal).then(() => this.#changed());
    addEventListener("popstate", () => this.#show(parseView(location.search)));
    void this.loadCatalog();
    void this.loadWalk();
    // A link with a release waits for the catalogue: only then is it known whether that one is current.
    if (this.view.laag && this.view.release === null) void this.loadLayer();
  }

  /** Change the view; camera moves replace the address, choices of the reader add to history. */
  update(change: Partial<View>, history: "push" | "replace" = "push"): void {
    const view = { ...this.view, ...change };
    const search = formatView(view);
    if (search !== location.search) {
      window.history[`${history}State`](null, "", location.pathname + search);
    }
    this.#show(view);
  }

  /** Address of the view with a change, for real links. */
  href(change: Partial<View>): string {
    return location.pathname + formatView({ ...this.view, ...change });
  }

  /** Open the card of a feature; `from` is where the focus goes back to when it closes. */
  choose(id: string, from: HTMLElement | null = null): void {
    this.cameFrom = from;
    this.#arriving = from ? "focus" : "show";
    this.update({ object: id, ...(id === this.view.object ? {} : { plan: [] }) });
  }

  /** Once after a choice: must the card come into view, or take the focus too? */
  takeArrival(): "show" | "focus" | null {
    const arriving = this.#arriving;
    this.#arriving = null;
    return arriving;
  }

  /** Walk from here; the map shows the whole of it once it is known, but not for what a link brought. */
  startWalk(loop: NonNullable<View["loop"]>): void {
    this.#walkStarts = true;
    this.update({ loop });
  }

  takeWalkStart(): boolean {
    const starts = this.#walkStarts;
    this.#walkStarts = false;
    return starts;
  }

  setHighlight(id: string | null): void {
    if (this.highlight === id) return;
    this.highlight = id;
    this.#changed();
  }

  setFound(place: Plek | null): void {
    if (this.found === place) return;
    this.found = place;
    this.#changed();
  }

  setSelecting(on: boolean): void {
    if (this.selecting === on) return;
    this.selecting = on;
    this.#changed();
  }

  /** Take an area into the selection, or out of it; areas are of one kind at a time. */
  pickArea(code: string): void {
    const { kies } = this.view;
    const level = levelOf(code);
    const same = kies.filter((one) => levelOf(one) === level);
    this.selecting = true;
    this.update({ vlak: [], kies: kies.includes(code) ? kies.filter((one) => one !== code) : [...same, code].sort() });
  }

  setMean(mean: Mean | null): void {
    this.mean = mean;
    this.#changed();
  }

  setSheet(stand: Stand): void {
    this.sheet = stand;
    this.#changed();
  }

  /** The first map has the machine to itself; what counts and weighs comes after it. */
  mapStands(): void {
    this.#stands = true;
    void this.loadColumns();
  }

  setMapFailed(): void {
    this.mapFailed = true;
    this.mapStands();
    this.#changed();
  }

  rowsArrived(): void {
    this.#changed();
  }

  get currentLayer(): Collection | null {
    return valueOf(this.layer);
  }

  /** The layer, or what the catalogue says of it while it is on its way: for titles and legend. */
  get namedLayer(): Collection | null {
    if (this.layer.state !== "busy" || this.view.peildatum) return this.currentLayer;
    const layers = valueOf(this.catalog)?.collections ?? [];
    return layers.find((layer) => layer.id === this.view.laag) ?? null;
  }

  /** The older release that a link was made with; null when figures are those of the current one. */
  get pinned(): number | null {
    const current = valueOf(this.catalog)?.woonzorg?.release;
    const { release } = this.view;
    return release !== null && (current === undefined || release < current) ? release : null;
  }

  /** The weighting that the map shows the difference with; null when it shows scores. */
  get against(): Weging | null {
    const layer = this.currentLayer;
    const score = layer && shownColumn(layer, this.view.kolom)?.naam === SCORE;
    return score && this.weighing ? this.view.tegen : null;
  }

  get when(): When {
    return { peildatum: this.view.peildatum, release: this.pinned };
  }

  /** Weights while a slider moves: map and legend follow at once, the address when it rests. */
  weigh(weights: Weights): void {
    this.weighing?.move(weights);
    this.dispatchEvent(new Event("weigh"));
  }

  /** The weighting that the address has from now on. */
  setWeging(weging: Weging | null): void {
    const before = formatWeging(this.view.weging);
    this.update({ weging });
    if (before !== formatWeging(weging) || !this.weighing) return;
    this.weighing.move(this.weighing.weightsOf(weging)); // back from sliders that gave no weighting
    this.weighing.rest();
    this.#changed();
    this.dispatchEvent(new Event("weigh"));
  }

  async loadCatalog(): Promise<void> {
    const stop = this.#restart("catalog");
    await follow((signal) => readCatalog(signal), stop, (load) => {
      this.catalog = load;
      if (load.state === "ready") this.#catalogArrived(load.value);
      else if (load.state === "failed" && this.layer.state === "idle") void this.loadLayer();
      this.#changed();
    });
  }

  async loadLayer(): Promise<void> {
    const { laag, taal } = this.view;
    const { when } = this;
    const stop = this.#restart("layer");
    this.rows?.abort();
    this.rows = null;
    this.#asked.columns.abort();
    this.columns = { state: "idle" };
    this.#columnsOf = "";
    this.weighing = null;
    this.#asked.feature.abort();
    this.feature = { state: "idle" };
    if (!laag) return;
    await follow((signal) => readCollection(laag, when, taal, signal), stop, (load) => {
      this.layer = load;
      if (load.state === "ready") {
        learn(load.value.woonzorg.engels);
        if (CODED.includes(laag)) this.#words().catch((cause: unknown) => console.warn(`words for codes: ${cause}`));
        this.rows = new Rows(laag, when, standingOrder(load.value));
        this.names.need(load.value);
        void this.loadColumns();
        void this.loadFeature();
        void this.loadBeside();
      }
      this.#changed();
    });
  }

  /** What the legend counts and the weights work on; read again only when another column is shown. */
  async loadColumns(): Promise<void> {
    const layer = this.currentLayer;
    if (!layer || !this.#mayCount(layer)) return;
    const columns = neededColumns(layer, this.view.kolom);
    if (columns.join() === this.#columnsOf) return;
    const stop = this.#restart("columns");
    this.#columnsOf = columns.join();
    this.columns = { state: "idle" };
    if (!columns.length) return;
    await follow((signal) => readColumns(layer.id, columns, this.when, signal), stop, (load) => {
      this.columns = load;
      this.values = new Map((valueOf(load) ?? []).map((one) => [featureId(one), { id: featureId(one), properties: one.properties }]));
      if (load.state === "failed") this.#columnsOf = ""; // another try may be made
      if (load.state === "ready" && criteriaOf(layer).length) {
        this.weighing = new Weighing(layer, load.value, this.view.weging);
      }
      this.#changed();
    });
  }

  /** May the values of every feature be read now, or must the first map come first? */
  #mayCount({ woonzorg }: Collection): boolean {
    const { weergave, weging, tegen, klassen } = this.view;
    return this.#stands || weergave === "tabel" || !woonzorg.geometrie || weging !== null || tegen !== null || klassen.length > 0;
  }

  async loadFeature(): Promise<void> {
    const { laag, object } = this.view;
    const { when } = this;
    const stop = this.#restart("feature");
    if (!laag || !object) {
      this.feature = { state: "idle" };
      this.#changed();
      return;
    }
    await follow((signal) => readFeature(laag, object, when, signal), stop, (load) => {
      this.feature = load;
      this.#changed();
    });
  }

  async loadBeside(): Promise<void> {
    const { laag, naast } = this.view;
    const { when } = this;
    const stop = this.#restart("beside");
    this.beside = { state: "idle" };
    if (!laag || !naast) return;
    await follow((signal) => readFeature(laag, naast, when, signal), stop, (load) => {
      this.beside = load;
      this.#changed();
    });
  }

  async loadWalk(): Promise<void> {
    const { loop } = this.view;
    const stop = this.#restart("walk");
    this.walk = { state: "idle" };
    if (!loop) return;
    await follow((signal) => readWalk(loop.lon, loop.lat, loop.minuten, signal), stop, (load) => {
      this.walk = load;
      this.#changed();
    });
  }

  async #words(): Promise<void> {
    const { default: codes } = await import("../model/codes.json", { with: { type: "json" } });
    learnCodes(codes);
    this.#changed();
  }

  #restart(what: "catalog" | "layer" | "feature" | "columns" | "beside" | "walk"): AbortController {
    this.#asked[what].abort();
    return (this.#asked[what] = new AbortController());
  }

  #catalogArrived(catalog: Catalog): void {
    this.names.know(catalog);
    const ids = catalog.collections.map((one) => one.id);
    const release = this.view.release ?? catalog.woonzorg?.release ?? null;
    const laag = this.view.laag ?? FIRST_LAYERS.find((id) => ids.includes(id)) ?? ids[0] ?? null;
    const waiting = this.view.laag === laag && this.layer.state === "idle";
    this.update({ release, laag }, "replace");
    if (waiting) void this.loadLayer();
  }

  #show(view: View): void {
    const old = this.view;
    this.view = view;
    if (JSON.stringify(old.loop) !== JSON.stringify(view.loop)) void this.loadWalk();
    if (old.taal !== view.taal) void ready(view.taal).then(() => this.#changed());
    this.highlight = null;
    const otherFigures = old.peildatum !== view.peildatum || (old.release !== null && old.release !== view.release);
    const otherWords = view.taal !== "nl" && old.taal !== view.taal; // its English comes with the layer
    if (old.laag !== view.laag || otherFigures || otherWords) void this.loadLayer();
    else {
      if (old.object !== view.object) void this.loadFeature();
      if (old.naast !== view.naast) void this.loadBeside();
      if (old.kolom !== view.kolom || old.weergave !== view.weergave) void this.loadColumns();
      this.#reweigh(old, view);
    }
    this.#changed();
  }

  #reweigh(old: View, view: View): void {
    if (!this.weighing || formatWeging(old.weging) === formatWeging(view.weging)) return;
    this.weighing.move(this.weighing.weightsOf(view.weging));
    this.weighing.rest();
    this.dispatchEvent(new Event("weigh"));
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

export const store = new Store();
