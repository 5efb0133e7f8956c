// The offline background: drawn from the layers that were published, whichever there are.
// It is quiet on purpose: the data must be the first thing seen.

import type { LayerSpecification, Map as MapLibre, VectorSourceSpecification } from "maplibre-gl";
import type { Collection } from "../api/types.ts";
import { ANCHOR, INK } from "./style.ts";

type Draft = Omit<LayerSpecification, "id" | "source"> & { before: string };

const zoomed = (...stops: number[]): unknown => ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];

/** How each known layer is drawn when it is there; keys are layer ids, order is drawing order. */
const DRAFTS: Record<string, Draft[]> = {
  gemeenten: [
    { type: "fill", paint: { "fill-color": INK.land }, before: ANCHOR.land } as Draft,
    {
      type: "line", before: ANCHOR.names, // above the casing of the wijken
      layout: { "line-join": "round" },
      paint: { "line-color": INK.boundary, "line-width": zoomed(9, 1.4, 14, 3.4) },
    } as Draft,
  ],
  groen: [{ type: "fill", paint: { "fill-color": INK.green }, before: ANCHOR.land } as Draft],
  water: [{ type: "fill", paint: { "fill-color": INK.water }, before: ANCHOR.water } as Draft],
  voetpaden: [{
    type: "line", minzoom: 12.5, before: ANCHOR.water,
    paint: { "line-color": INK.path, "line-width": zoomed(12.5, 0.3, 16, 1.6) },
  } as Draft],
  buurten: [{
    type: "line", minzoom: 11.5, before: ANCHOR.boundary,
    paint: { "line-color": INK.outline, "line-width": zoomed(11.5, 0.3, 15, 0.9), "line-dasharray": [3, 2] },
  } as Draft],
  wijken: [
    {
      // A light casing keeps the boundary in sight on dark classes.
      type: "line", before: ANCHOR.boundary,
      layout: { "line-join": "round" },
      paint: { "line-color": INK.halo, "line-opacity": 0.75, "line-width": zoomed(9, 2.4, 14, 5) },
    } as Draft,
    {
      type: "line", before: ANCHOR.boundary,
      layout: { "line-join": "round" },
      paint: { "line-color": INK.boundary, "line-width": zoomed(9, 0.9, 14, 2.2) },
    } as Draft,
  ],
};

function isDrawable(layer: Collection): boolean {
  return Boolean(layer.woonzorg.geometrie) && (layer.woonzorg.aantal ?? 0) > 0;
}

/** Layers of the catalogue that the background can use. */
export function backgroundLayers(catalog: Collection[]): Collection[] {
  const byId = new Map(catalog.map((layer) => [layer.id, layer]));
  return Object.keys(DRAFTS).flatMap((id) => byId.get(id) ?? []).filter(isDrawable);
}

/** A layer that is shown as data is not drawn as ground too: that would lie over its own colours. */
export function giveWay(map: MapLibre, laag: string | null): void {
  for (const [id, drafts] of Object.entries(DRAFTS)) {
    drafts.forEach(({ before }, i) => {
      const drawn = `grond-${id}-${i}`;
      const ground = before === ANCHOR.land || before === ANCHOR.water; // boundaries stay: they lie over any data
      if (ground && map.getLayer(drawn)) map.setLayoutProperty(drawn, "visibility", id === laag ? "none" : "visible");
    });
  }
}

/** Add one background layer; safe to call twice. */
export function addBackground(map: MapLibre, layer: Collection, specification: VectorSourceSpecification): void {
  const source = `grond-${layer.id}`;
  if (map.getSource(source)) return;
  map.addSource(source, specification);
  (DRAFTS[layer.id] ?? []).forEach(({ before, ...draft }, i) => {
    const drawn = { ...draft, id: `${source}-${i}`, source, "source-layer": layer.id };
    map.addLayer(drawn as LayerSpecification, before);
  });
}
