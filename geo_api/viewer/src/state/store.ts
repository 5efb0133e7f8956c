// The state all parts look at: the view from the address, and what the API answered for it.
// Parts change it only through `update`, which writes the address first.

import { readCatalog, readCollection, readFeature } from "../api/read.ts";
import type { Catalog, Collection, Feature } from "../api/types.ts";
import { ready } from "../i18n/index.ts";
import { follow, valueOf, type Load } from "./load.ts";
import { Names } from "./names.ts";
import { Rows } from "./rows.ts";
import { formatView, parseView, START, type View } from "./url.ts";

/** Layers that make a good first map, best first; else the first of the catalogue is shown. */
const FIRST_LAYERS = ["kansenkaart", "draaglast", "draaglast_per_wijk"];

export class Store extends EventTarget {
  view: View = START;
  catalog: Load<Catalog> = { state: "idle" };
  layer: Load<Collection> = { state: "idle" };
  feature: Load<Feature> = { state: "idle" };
  rows: Rows | null = null;
  names = new Names(() => this.#changed());
  highlight: string | null = null; // row with the focus or area under the pointer
  mapFailed = false; // no WebGL 2: the table takes the place of the map
  cameFrom: HTMLElement | null = null;
  #arriving: "show" | "focus" | null = null;
  #asked = { catalog: new AbortController(), layer: new AbortController(), feature: new AbortController() };

  start(): void {
    this.view = parseView(location.search);
    void ready(this.view.taal).then(() => this.#changed());
    addEventListener("popstate", () => this.#show(parseView(location.search)));
    void this.loadCatalog();
    if (this.view.laag) void this.loadLayer();
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
    this.update({ object: id });
  }

  /** Once after a choice: must the card come into view, or take the focus too? */
  takeArrival(): "show" | "focus" | null {
    const arriving = this.#arriving;
    this.#arriving = null;
    return arriving;
  }

  setHighlight(id: string | null): void {
    if (this.highlight === id) return;
    this.highlight = id;
    this.#changed();
  }

  setMapFailed(): void {
    this.mapFailed = true;
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

  async loadCatalog(): Promise<void> {
    const stop = this.#restart("catalog");
    await follow((signal) => readCatalog(signal), stop, (load) => {
      this.catalog = load;
      if (load.state === "ready") this.#catalogArrived(load.value);
      this.#changed();
    });
  }

  async loadLayer(): Promise<void> {
    const { laag, peildatum } = this.view;
    const stop = this.#restart("layer");
    this.rows?.abort();
    this.rows = null;
    this.#asked.feature.abort();
    this.feature = { state: "idle" };
    if (!laag) return;
    await follow((signal) => readCollection(laag, peildatum, signal), stop, (load) => {
      this.layer = load;
      if (load.state === "ready") {
        this.rows = new Rows(laag, peildatum);
        this.names.need(load.value);
        void this.loadFeature();
      }
      this.#changed();
    });
  }

  async loadFeature(): Promise<void> {
    const { laag, object, peildatum } = this.view;
    const stop = this.#restart("feature");
    if (!laag || !object) {
      this.feature = { state: "idle" };
      this.#changed();
      return;
    }
    await follow((signal) => readFeature(laag, object, peildatum, signal), stop, (load) => {
      this.feature = load;
      this.#changed();
    });
  }

  #restart(what: "catalog" | "layer" | "feature"): AbortController {
    this.#asked[what].abort();
    return (this.#asked[what] = new AbortController());
  }

  #catalogArrived(catalog: Catalog): void {
    this.names.know(catalog);
    const ids = catalog.collections.map((one) => one.id);
    const release = this.view.release ?? catalog.woonzorg?.release ?? null;
    const laag = this.view.laag ?? FIRST_LAYERS.find((id) => ids.includes(id)) ?? ids[0] ?? null;
    this.update({ release, laag }, "replace");
  }

  #show(view: View): void {
    const old = this.view;
    this.view = view;
    if (old.taal !== view.taal) void ready(view.taal).then(() => this.#changed());
    this.highlight = null;
    if (old.laag !== view.laag || old.peildatum !== view.peildatum) void this.loadLayer();
    else if (old.object !== view.object) void this.loadFeature();
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

export const store = new Store();
