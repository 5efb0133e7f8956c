// The place of the map on the page: starts MapLibre when there is something to draw, keeps it
// in step with the state, and gives way to the table when the browser cannot draw.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { isSpot } from "../api/places.ts";
import type { Collection } from "../api/types.ts";
import { apartClasses } from "../model/apart.ts";
import { ready } from "../i18n/index.ts";
import { placeOf } from "../map/spot.ts";
import type { MapView } from "../map/view.ts";
import { LEVELS, levelOf } from "../model/areas.ts";
import { creditsOf } from "../model/credits.ts";
import { boxOf, withoutSpots } from "../model/inside.ts";
import { extentOf, featureId, nameColumn, shownColumn } from "../model/layer.ts";
import { describe, valueLabel, withUnit } from "../model/value.ts";
import { valueOf } from "../state/load.ts";
import { columnHeading, featureHeading } from "../state/titles.ts";
import { formatCorners, type Camera, type Point } from "../state/url.ts";
import { Part } from "./element.ts";
import { notice } from "./notice.ts";

const LABELLED = ["wijken", "buurten"];

export class MapPart extends Part {
  #view: MapView | null = null;
  #starting = false;
  #wasIdle = false;
  #camera: Camera | null = null;
  #language = "";
  #grounded = false;
  #drawn = "";
  #settled = "";
  #tilesFailed = false;
  #far: number | null = null; // zoom from which the layer is drawn, when that is closer than now
  #revealed: string | null = null;
  #pointed: { id: string; properties: Record<string, unknown> } | null = null;

  override render(): TemplateResult {
    const layer = this.store.currentLayer;
    const empty = layer?.woonzorg.aantal === 0;
    return html`<div class="wz-kaart" id="kaart" role="group" tabindex="-1" aria-label=${this.t("kaart")}>
      <p class="wz-alleen-voorlezen">${this.t("kaart.hulp")}</p>
      <div class="wz-kaart__doek"></div>
      ${empty ? notice(this.t("kaart.leeg")) : nothing}
      ${this.#tilesFailed ? notice(this.t("kaart.fout"), [{ label: this.t("opnieuw"), act: () => this.#again() }], "alert") : nothing}
      ${this.#far !== null && !empty && !this.#tilesFailed ? notice(this.t("kaart.te-ver"), [{ label: this.t("kaart.dichterbij"), act: () => this.#approach() }]) : nothing}
      <p class="wz-kaart__aanwijzing" aria-hidden="true">${layer ? this.#readout(layer) : nothing}</p>
      <p class="wz-kaart__bron">${this.#credits()}</p>
    </div>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The largest part of the page comes while the catalogue is asked; what fails is told by `#start`.
    void import("../map/view.ts").catch(() => undefined);
    this.store.addEventListener("weigh", this.#weighed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.removeEventListener("weigh", this.#weighed);
    this.#stop();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.store.mapFailed) return;
    if (this.#view && this.#language !== this.taal) this.#stop(); // its buttons speak one language
    if (!this.#view && this.hidden) return; // a map without a size cannot find its extent
    if (!this.#view) void this.#start();
    else this.#follow(this.#view);
  }

  /** The canvas with a picture just drawn; null without a map. */
  async canvas(): Promise<HTMLCanvasElement | null> {
    return this.#view ? this.#view.picture() : null;
  }

  async #start(): Promise<void> {
    const container = this.querySelector<HTMLElement>(".wz-kaart__doek");
    const layer = this.store.currentLayer;
    if (this.#starting || !container || !layer) return;
    this.#starting = true;
    this.dataset["map"] = "busy";
    try {
      const { MapView } = await import("../map/view.ts");
      await ready(this.taal).catch(() => undefined); // its buttons are named once
      this.#language = this.taal;
      this.#view = new MapView({
        container, taal: this.taal, title: this.t("kaart"),
        camera: this.store.view.camera, extent: this.#extent(),
        foot: () => this.querySelector<HTMLElement>(".wz-kaart__bron")?.offsetHeight ?? 0,
        layers: [layer, ...(valueOf(this.store.catalog)?.collections ?? [])],
      }, {
        moved: (camera) => this.store.update({ camera }, "replace"),
        pointed: (feature) => this.#point(feature),
        chosen: (id) => this.store.choose(id),
        far: (from) => this.#tellFar(from),
        idle: () => this.#idle(),
        failed: () => this.#fail(),
      });
    } catch (cause) {
      console.info(`map not available: ${cause instanceof Error ? cause.message : cause}`);
      this.store.setMapFailed();
      return;
    } finally {
      this.#starting = false;
    }
    this.requestUpdate();
  }

  #stop(): void {
    this.#view?.destroy();
    this.#view = null;
    this.#grounded = false;
    this.#camera = null;
    this.#drawn = this.#settled = "";
    this.#far = null;
  }

  #extent(): [number, number, number, number] | null {
    const catalog = valueOf(this.store.catalog)?.collections ?? [];
    const gemeenten = catalog.find((layer) => layer.id === "gemeenten");
    const layer = gemeenten ?? this.store.currentLayer;
    return layer ? extentOf(layer) : null;
  }

  #follow(view: MapView): void {
    const { object, naast, camera } = this.store.view;
    view.setExtent(this.#extent());
    if (camera && camera !== this.#camera) view.jump(camera); // once: a row may have moved the map since
    this.#camera = camera;
    this.#ground(view);
    this.#draw(view);
    this.#paint(view);
    this.#outline(view);
    view.mark({ gekozen: object, naast: naast === object ? null : naast, nadruk: this.store.highlight });
    this.#reveal(view);
  }

  #outline(view: MapView): void {
    const walked = valueOf(this.store.walk)?.geometry;
    void view.outline("loop", walked ? JSON.stringify(this.store.view.loop) : "", () => (walked ? [withoutSpots(walked)] : []));
    if (walked && this.store.takeWalkStart()) view.show(boxOf(walked));
    const { vlak, kies } = this.store.view;
    const laag = kies[0] && levelOf(kies[0])?.laag;
    if (laag && !this.store.names.known(laag).length) void this.store.names.features(laag); // comes back with the names
    const shapes = laag ? this.store.names.known(laag).flatMap((one) => (kies.includes(featureId(one)) && one.geometry ? [one.geometry] : [])) : [];
    const drawn = vlak[0] ? [{ type: "Polygon", coordinates: [[...vlak, vlak[0]]] }] : shapes;
    this.#sought(view);
    void view.outline("selectie", drawn.length ? `${formatCorners(vlak)} ${kies.join("*")}` : "", () => drawn);
  }

  /** What was searched for: an area by its outline, any other place by a dot with its name. */
  #sought(view: MapView): void {
    const { found, names, view: { object } } = this.store;
    const area = found && !isSpot(found) && LEVELS.some(({ laag }) => laag === found.laag) ? found : null;
    const shape = area && names.known(area.laag).find((one) => featureId(one) === area.code)?.geometry;
    if (area && !names.known(area.laag).length) void names.features(area.laag); // comes back with the names
    const drawn = shape && object !== area.code ? [shape] : [];
    void view.outline("gezocht", drawn.length ? String(area?.code) : "", () => drawn);
    void view.pin(found?.punt && !area ? { naam: found.naam, at: [found.punt.x, found.punt.y] } : null);
  }

  /** Corners of an area that the reader draws; null when he stops, or without a map. */
  async drawArea(signal: AbortSignal): Promise<Point[] | null> {
    return this.#view ? this.#view.drawArea(signal) : null;
  }

  /** Corners of what is in sight; none without a map. */
  inSight(): Point[] {
    return this.#view?.inSight() ?? [];
  }

  /** A row with the focus comes into view; what the pointer is on is in view already. */
  #reveal(view: MapView): void {
    const { highlight, rows } = this.store;
    if (highlight === this.#revealed) return;
    this.#revealed = highlight;
    if (highlight === null || highlight === this.#pointed?.id) return;
    const geometry = rows?.items.find((row) => featureId(row) === highlight)?.geometry;
    const place = geometry && placeOf(geometry);
    if (place) view.reveal(place);
  }

  #ground(view: MapView): void {
    const catalog = valueOf(this.store.catalog);
    if (!catalog || this.#grounded) return;
    this.#grounded = true;
    // A background that fails leaves the data on a plain ground: said in the console, not shouted.
    const quiet = (cause: unknown): void => console.warn(`background: ${cause}`);
    view.addBackground(catalog.collections).catch(quiet);
    for (const laag of LABELLED) {
      const layer = catalog.collections.find((one) => one.id === laag);
      const name = layer && nameColumn(layer)?.naam;
      if (name) {
        void this.store.names.features(laag)
          .then((features) => view.addLabels(laag, features, name)).catch(quiet);
      }
    }
  }

  #draw(view: MapView): void {
    const layer = this.store.currentLayer;
    const kolom = layer && shownColumn(layer, this.store.view.kolom);
    const { klassen } = this.store.view;
    const other = this.store.against ? apartClasses(this.taal) : null;
    const wanted = layer
      ? `${layer.id} ${layer.woonzorg.version} ${other ? "verschil" : klassen.join(".")} ${kolom?.naam ?? ""}` : "";
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.#tilesFailed = false;
    this.dataset["map"] = "busy";
    view.draw(layer, kolom, other ? [] : klassen, other).then(
      () => {
        this.#settled = wanted;
      },
      () => this.#fail(),
    );
  }

  /** Scores of other weights than the official ones; those are in the tiles. */
  #paint(view: MapView): void {
    const { weighing, against } = this.store;
    if (weighing && against) view.paint(weighing.cells.ids, weighing.apartClasses(against));
    else if (!weighing || weighing.official) view.unpaint();
    else view.paint(weighing.cells.ids, weighing.classes);
  }

  readonly #weighed = (): void => {
    if (this.#view) this.#paint(this.#view);
  };

  #tellFar(from: number | null): void {
    this.#far = from;
    this.requestUpdate();
  }

  /** The button goes when the layer appears: the focus stays with the map. */
  #approach(): void {
    if (this.#far === null) return;
    this.#view?.approach(this.#far);
    this.querySelector<HTMLElement>(".wz-kaart__doek canvas")?.focus();
  }

  #again(): void {
    this.#drawn = "";
    this.#tilesFailed = false;
    this.requestUpdate();
  }

  #fail(): void {
    this.#tilesFailed = true;
    this.store.mapStands();
    this.requestUpdate();
  }

  /** Mirror of MapLibre's idle event, for whoever waits for a finished picture. */
  #idle(): void {
    if (this.#settled !== this.#drawn) return;
    this.dataset["map"] = "idle";
    if (!this.#wasIdle) this.dispatchEvent(new Event("settled", { bubbles: true }));
    this.#wasIdle = true;
    this.dataset["drawn"] = this.#drawn;
  }

  #point(feature: { id: string; properties: Record<string, unknown> } | null): void {
    if (feature?.id === this.#pointed?.id) return;
    this.#pointed = feature;
    this.store.setHighlight(feature?.id ?? null);
    this.requestUpdate();
  }

  #readout(layer: Collection): string {
    if (!this.#pointed) return "";
    const { id, properties } = this.#pointed;
    const name = featureHeading(this.store, layer, properties, id, this.taal);
    const kolom = shownColumn(layer, this.store.view.kolom);
    if (!kolom) return name;
    const value = describe(kolom, this.store.weighing?.apply(id, properties) ?? properties, this.taal);
    const words = withUnit(value.text, value.unit) || value.statusText;
    return `${name} · ${columnHeading(this.store, kolom, this.taal)}: ${words}`;
  }

  #credits(): string {
    const layers = [this.store.currentLayer, ...(valueOf(this.store.catalog)?.collections ?? [])
      .filter((layer) => ["gemeenten", "wijken", "water", "groen", "voetpaden"].includes(layer.id))];
    const names = creditsOf(layers.map((layer) => layer?.woonzorg.attributie)).map((one) => valueLabel(one, this.taal));
    return names.length ? this.t("kaart.bron", { bronnen: names.join(", ") }) : "";
  }
}
