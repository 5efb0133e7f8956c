// The map itself: a thin shell around MapLibre that draws one layer of data over the background
// and reports moves, pointing and choosing. It knows nothing of the page or the address.

import {
  Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl,
  type LngLatBoundsLike, type MapMouseEvent, type VectorTileSource,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { Collection, Feature, Geometry, Kolom, Lang } from "../api/types.ts";
import { t } from "../i18n/index.ts";
import { ABSENCES, type LegendClass } from "../model/classes.ts";
import type { Camera, Point } from "../state/url.ts";
import { addBackground, backgroundLayers, giveWay } from "./background.ts";
import { Choice, NO_MARKS, type Marks } from "./choice.ts";
import { MoveControl } from "./controls.ts";
import { dataLayers, HIT_LAYERS, SOURCE } from "./data-layers.ts";
import { addLabels } from "./labels.ts";
import type { Outline } from "./outline.ts";
import type { Pin } from "./pin.ts";
import { PATTERNS, patternImage, patternName, UNSURE, UNSURE_NAME } from "./patterns.ts";
import { sourceOf } from "./source.ts";
import { emptyStyle } from "./style.ts";

setWorkerUrl(workerUrl);

export interface MapEvents {
  moved(camera: Camera): void;
  pointed(feature: { id: string; properties: Record<string, unknown> } | null): void;
  chosen(id: string): void;
  far(from: number | null): void; // the layer is drawn from this zoom on, which is closer than now
  idle(): void;
  failed(): void;
}

export interface Start {
  container: HTMLElement;
  taal: Lang;
  title: string;
  camera: Camera | null;
  extent: [number, number, number, number] | null;
  foot: () => number; // height of what lies over the foot of the map, in pixels
  layers: readonly [Collection, ...Collection[]]; // the one to draw, then the catalogue as far as it is known
}

const NETHERLANDS: LngLatBoundsLike = [3.2, 50.7, 7.3, 53.6];
const FIT = { padding: { top: 20, bottom: 28, left: 20, right: 60 }, maxZoom: 15 };

const CLOSER = 0.1; // beyond the edge of a zoom, where rounding decides nothing

function locale(taal: Lang, title: string): Record<string, string> {
  return {
    "Map.Title": title,
    "NavigationControl.ZoomIn": t(taal, "kaart.inzoomen"),
    "NavigationControl.ZoomOut": t(taal, "kaart.uitzoomen"),
  };
}

export class MapView {
  readonly ready: Promise<void>;
  readonly #map: MapLibre;
  readonly #events: MapEvents;
  #extent: [number, number, number, number] | null;
  #layer: Collection | null = null;
  #drawing = 0;
  readonly #outlines = new Map<Outline, string>(); // what each holds now
  #pinned: Pin | null = null;
  #unpin: (() => void) | null = null;
  #drawingArea = false;
  #paint: { ids: readonly string[]; classes: Int16Array } | null = null;
  #painted: Int16Array | null = null;
  #choice: Choice | null = null;
  readonly #foot: () => number;
  #marks = NO_MARKS;
  #far: number | null = null;

  /** Throws when the browser has no WebGL 2. */
  constructor(start: Start, events: MapEvents) {
    this.#events = events;
    this.#extent = start.extent;
    this.#foot = start.foot;
    const [first, ...catalog] = start.layers; // where their tiles are is asked while graphics start
    for (const layer of [first, ...backgroundLayers(catalog)]) sourceOf(layer).catch(() => undefined); // told when drawn
    const { camera } = start;
    this.#map = new MapLibre({
      container: start.container,
      style: emptyStyle(),
      attributionControl: false, // sources are text of the page, not of the canvas
      dragRotate: false, pitchWithRotate: false, touchPitch: false,
      locale: locale(start.taal, start.title),
      ...(camera
        ? { center: [camera.lon, camera.lat] as [number, number], zoom: camera.zoom }
        : { bounds: start.extent ?? NETHERLANDS, fitBoundsOptions: this.#fit() }),
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.#map.addControl(new MoveControl(start.taal, (event) => this.fit(event)), "top-right");
    this.#map.addControl(new ScaleControl({ unit: "metric" }), "bottom-right");
    this.#listen();
    this.ready = this.#map.once("load").then(() => this.#addPatterns());
  }

  destroy(): void {
    this.#map.remove();
  }

  fit(originalEvent?: Event): void {
    this.#map.fitBounds(this.#extent ?? NETHERLANDS, this.#fit(), { originalEvent });
  }

  /** Clear of the buttons, and of the line of sources, which takes two on a narrow screen. */
  #fit(): typeof FIT {
    return { ...FIT, padding: { ...FIT.padding, bottom: Math.max(FIT.padding.bottom, this.#foot() + 8) } };
  }

  setExtent(extent: [number, number, number, number] | null): void {
    const first = this.#extent === null && extent !== null;
    this.#extent = extent;
    if (first) this.#map.fitBounds(extent, { ...this.#fit(), animate: false });
  }

  jump(camera: Camera): void {
    const { lng, lat } = this.#map.getCenter();
    const near = Math.hypot(lng - camera.lon, lat - camera.lat) < 2e-5;
    if (near && Math.abs(this.#map.getZoom() - camera.zoom) < 0.01) return;
    this.#map.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom });
  }

  async addBackground(catalog: Collection[]): Promise<void> {
    const layers = backgroundLayers(catalog);
    const sources = await Promise.allSettled(layers.map(sourceOf)); // asked at once, drawn in order
    await this.ready;
    sources.forEach((source, i) => {
      if (source.status === "fulfilled") addBackground(this.#map, layers[i] as Collection, source.value);
      else console.warn(`background: ${source.reason}`);
    });
    giveWay(this.#map, this.#layer?.id ?? null);
  }

  async addLabels(laag: string, features: Feature[], name: string): Promise<void> {
    await this.ready;
    addLabels(this.#map, laag, features, name);
  }

  /** Draw this layer, coloured by this column; a later call wins from an earlier slow one. */
  async draw(layer: Collection | null, kolom: Kolom | null, picked: readonly string[], other: LegendClass[] | null): Promise<void> {
    const drawing = ++this.#drawing;
    const drawable = layer?.woonzorg.geometrie && layer.woonzorg.aantal !== 0;
    const source = drawable ? await sourceOf(layer) : null;
    await this.ready;
    if (drawing !== this.#drawing) return;
    this.#clear();
    this.#layer = source ? layer : null;
    giveWay(this.#map, this.#layer?.id ?? null);
    if (layer && source) this.#map.addSource(SOURCE, source);
    this.#measure();
    if (!layer || !source) return;
    for (const { layer: drawn, before } of dataLayers(layer, kolom, picked, other)) this.#map.addLayer(drawn, before);
    this.#choice = new Choice(this.#map, layer, source);
    this.#choice.mark(this.#marks);
    this.#painted = null;
    if (this.#paint) this.paint(this.#paint.ids, this.#paint.classes);
  }

  /** Colour features by classes that the page computed, counted from 0, -1 for none. Only those that
   * changed are told to the map; it asks nothing of the network. */
  paint(ids: readonly string[], classes: Int16Array): void {
    this.#paint = { ids, classes };
    if (!this.#layer || !this.#map.getSource(SOURCE)) return;
    const target = { source: SOURCE, sourceLayer: this.#layer.id };
    const before = this.#painted;
    for (let i = 0; i < classes.length; i++) {
      if (before && before[i] === classes[i]) continue;
      this.#map.setFeatureState({ ...target, id: ids[i] as string }, { klasse: classes[i] });
    }
    this.#painted = classes;
  }

  /** Back to the published colours. */
  unpaint(): void {
    this.#paint = null;
    if (!this.#painted) return;
    this.#painted = null;
    if (!this.#layer || !this.#map.getSource(SOURCE)) return;
    this.#map.removeFeatureState({ source: SOURCE, sourceLayer: this.#layer.id });
  }

  /** Outline of what is walked to or selected, known by `key`; none takes it away. */
  async outline(id: Outline, key: string, shapes: () => readonly Geometry[]): Promise<void> {
    if (key === (this.#outlines.get(id) ?? "")) return;
    this.#outlines.set(id, key);
    const { drawOutline } = await import("./outline.ts");
    await this.ready;
    if (key === this.#outlines.get(id)) drawOutline(this.#map, id, shapes());
  }

  /** A dot with its name at the place that was searched for; null takes it away. */
  async pin(pin: Pin | null): Promise<void> {
    if (pin?.naam === this.#pinned?.naam) return;
    this.#pinned = pin;
    this.#unpin?.();
    this.#unpin = null;
    if (!pin) return;
    const { putPin } = await import("./pin.ts");
    await this.ready;
    if (pin === this.#pinned) this.#unpin = putPin(this.#map, pin);
  }

  /** Corners of an area that the reader draws; null when he stops. Until then nothing is chosen. */
  async drawArea(signal: AbortSignal): Promise<Point[] | null> {
    const { drawArea } = await import("./draw.ts");
    await this.ready;
    if (signal.aborted) return null;
    this.#drawingArea = true;
    this.#map.getCanvas().focus();
    try {
      return await drawArea(this.#map, signal);
    } finally {
      setTimeout(() => (this.#drawingArea = false)); // the click that ended it is still on its way
    }
  }

  /** Bring an area into view as a whole. */
  show(box: [number, number, number, number]): void {
    this.#map.fitBounds(box, this.#fit(), { originalEvent: new Event("show") }); // asked for by the reader: it belongs in the address
  }

  /** Come as close as the layer asks, around what is in sight. */
  approach(zoom: number): void {
    this.#map.easeTo({ zoom: zoom + CLOSER }, { originalEvent: new Event("approach") }); // asked for by the reader, as in `show`
  }

  /** Is what is drawn only there from closer by? Its own archive says from where. */
  #measure(): void {
    const from = this.#map.getSource<VectorTileSource>(SOURCE)?.minzoom ?? 0;
    const far = this.#map.getZoom() < from ? from : null;
    if (far === this.#far) return;
    this.#far = far;
    this.#events.far(far);
  }

  /** Corners of what is in sight. */
  inSight(): Point[] {
    const box = this.#map.getBounds();
    const [west, south, east, north] = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
    return [[west, south], [east, south], [east, north], [west, north]];
  }

  /** A copy of the picture, taken while it is drawn: afterwards WebGL may have thrown it away. */
  picture(): Promise<HTMLCanvasElement> {
    return new Promise((done) => {
      this.#map.once("render", () => {
        const canvas = this.#map.getCanvas();
        const copy = document.createElement("canvas");
        copy.width = canvas.width;
        copy.height = canvas.height;
        copy.getContext("2d")?.drawImage(canvas, 0, 0);
        done(copy);
      });
      this.#map.triggerRepaint();
    });
  }

  /** Mark the chosen feature and the one pointed at; both may be none. */
  mark(marks: Marks): void {
    this.#marks = marks;
    this.#choice?.mark(marks);
  }

  /** Bring a place into view without changing the scale, when it is not there yet. */
  reveal(at: [number, number]): void {
    if (!this.#map.getBounds().contains(at)) this.#map.easeTo({ center: at });
  }

  #clear(): void {
    this.#choice?.remove();
    this.#choice = null;
    for (const { id } of this.#map.getStyle().layers) {
      if (id.startsWith(SOURCE)) this.#map.removeLayer(id);
    }
    if (this.#map.getSource(SOURCE)) this.#map.removeSource(SOURCE);
  }

  #addPatterns(): void {
    for (const absence of ABSENCES) {
      this.#map.addImage(patternName(absence), patternImage(PATTERNS[absence]), { pixelRatio: 2 });
    }
    this.#map.addImage(UNSURE_NAME, patternImage(UNSURE), { pixelRatio: 2 });
  }

  #at(event: MapMouseEvent): { id: string; properties: Record<string, unknown> } | null {
    const layers = HIT_LAYERS.filter((id) => this.#map.getLayer(id));
    if (!layers.length) return null;
    const { x, y } = event.point;
    const [feature] = this.#map.queryRenderedFeatures([[x - 3, y - 3], [x + 3, y + 3]], { layers });
    const id = feature?.properties["id"] ?? feature?.id;
    return feature && id != null ? { id: String(id), properties: feature.properties } : null;
  }

  #listen(): void {
    const map = this.#map;
    map.on("moveend", (event) => {
      // Only moves by the reader belong in the address; fitting the first view does not.
      if (!("originalEvent" in event) || !event.originalEvent) return;
      const { lng, lat } = map.getCenter();
      this.#events.moved({ zoom: map.getZoom(), lat, lon: lng });
    });
    map.on("mousemove", (event) => {
      if (this.#drawingArea) return;
      const feature = this.#at(event);
      map.getCanvas().style.cursor = feature ? "pointer" : "";
      this.#events.pointed(feature);
    });
    map.on("mouseout", () => this.#events.pointed(null));
    map.on("click", (event) => {
      const feature = this.#drawingArea ? null : this.#at(event);
      if (feature) this.#events.chosen(feature.id);
    });
    map.on("zoom", () => this.#measure());
    map.on("idle", () => {
      this.#measure();
      this.#events.idle();
    });
    map.on("error", (event) => {
      console.warn(`map: ${event.error?.message ?? "error"}`);
      if ((event as { sourceId?: string }).sourceId === SOURCE) this.#events.failed();
    });
  }
}
