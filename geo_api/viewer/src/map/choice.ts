// What is chosen and what is pointed at, outlined over the data. It is a source of its own, of the same
// tiles, made when something is marked first: a state is told to every layer of its source, and weighing
// tells thousands, so lines on the source of the data would cost each of them again.

import type { ExpressionSpecification, LayerSpecification, Map as MapLibre, VectorSourceSpecification } from "maplibre-gl";
import type { Collection } from "../api/types.ts";
import { pointSize, shapeOf } from "./data-layers.ts";
import { ANCHOR, INK } from "./style.ts";

const SOURCE = "keuze";
const MARKS = ["gekozen", "naast", "nadruk"] as const;
export type Marks = Readonly<Record<(typeof MARKS)[number], string | null>>; // ids
export const NO_MARKS: Marks = { gekozen: null, naast: null, nadruk: null };

const flag = (name: string): ExpressionSpecification => ["boolean", ["feature-state", name], false];
const chosen = (yes: number, near: number): ExpressionSpecification =>
  ["case", flag("gekozen"), yes, flag("naast"), yes, flag("nadruk"), near, 0];
/** What is compared with is light in a dark rim, as its sign in legend and table is open. */
const ink = (most: string, beside: string): ExpressionSpecification =>
  ["case", flag("gekozen"), most, flag("naast"), beside, most];

function choiceLayers(layer: Collection): LayerSpecification[] {
  const common = { source: SOURCE, "source-layer": layer.id };
  const line = (id: string, colour: ExpressionSpecification, yes: number, near: number): LayerSpecification => ({
    ...common, id, type: "line", layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": colour, "line-width": chosen(yes, near) },
  });
  const ring = {
    "circle-color": "rgba(0,0,0,0)", "circle-radius": pointSize(1.9),
    "circle-stroke-color": ink(INK.choice, INK.halo), "circle-stroke-width": chosen(3.5, 2),
  };
  return shapeOf(layer) === "point" ? [{ ...common, id: SOURCE, type: "circle", paint: ring }]
    : [line("keuze-rand", ink(INK.halo, INK.choice), 8, 6), line(SOURCE, ink(INK.choice, INK.halo), 4, 2.5)];
}

export class Choice {
  readonly #map: MapLibre;
  readonly #layer: Collection;
  readonly #tiles: VectorSourceSpecification;
  #marks: Marks = NO_MARKS;

  constructor(map: MapLibre, layer: Collection, tiles: VectorSourceSpecification) {
    this.#map = map;
    this.#layer = layer;
    this.#tiles = tiles;
  }

  mark(marks: Marks): void {
    if (MARKS.every((name) => marks[name] === this.#marks[name])) return;
    if (!this.#map.getSource(SOURCE)) this.#draw();
    for (const name of MARKS) this.#set(name, false);
    this.#marks = marks;
    for (const name of MARKS) this.#set(name, true);
  }

  remove(): void {
    if (!this.#map.getSource(SOURCE)) return;
    for (const { id } of choiceLayers(this.#layer)) this.#map.removeLayer(id);
    this.#map.removeSource(SOURCE);
  }

  #draw(): void {
    this.#map.addSource(SOURCE, this.#tiles);
    for (const layer of choiceLayers(this.#layer)) this.#map.addLayer(layer, ANCHOR.choice);
  }

  #set(name: (typeof MARKS)[number], value: boolean): void {
    const id = this.#marks[name];
    if (id !== null) this.#map.setFeatureState({ source: SOURCE, sourceLayer: this.#layer.id, id }, { [name]: value });
  }
}
