// How the chosen layer is drawn: colour by class, patterns for absent values, dark outline.
// Fills are opaque, so that a colour on the map is exactly the colour in the legend.

import type {
  ExpressionSpecification, FilterSpecification, LayerSpecification,
} from "maplibre-gl";
import type { Collection, Kolom } from "../api/types.ts";
import { ABSENCES, legendClasses, type Absence, type LegendClass } from "../model/classes.ts";
import { statusColumn } from "../model/layer.ts";
import { criteriaOf, SCORE } from "../model/weighing.ts";
import signs from "../model/signs.json" with { type: "json" };
import { isSmall, unsureOf } from "../model/themes.ts";
import { PATTERNS, patternName, UNSURE_NAME } from "./patterns.ts";
import { ANCHOR, INK } from "./style.ts";

export const SOURCE = "gegevens";
export const PLAIN = signs.effen; // features without classes
const NO_POINT = signs.geen;
const CLEAR = "rgba(0,0,0,0)"; // nothing over the pattern of what has no score
const BROAD = /^(gebied|(buurt|wijk|gemeente|gebieds)code)$/; // what names such areas
const DENSE = 1500; // from here on features are small: outlines grow with the zoom

export type Shape = "area" | "line" | "point";

export function shapeOf(layer: Collection): Shape | null {
  const geometry = layer.woonzorg.geometrie ?? "";
  if (/polygon/i.test(geometry)) return "area";
  if (/line/i.test(geometry)) return "line";
  return /point/i.test(geometry) ? "point" : null;
}


/** The same rule as `absenceOf`, as a MapLibre filter. */
function hasAbsence(kolom: Kolom, absence: Absence | null): FilterSpecification {
  const status: ExpressionSpecification = ["coalesce", ["get", statusColumn(kolom)], ""];
  const told: ExpressionSpecification = ["in", status, ["literal", ["uitgesloten", "onderdrukt"]]];
  const present: ExpressionSpecification = ["!=", ["get", kolom.naam], null];
  if (absence === null) return ["all", ["!", told], present];
  if (absence === "ontbreekt") return ["all", ["!", told], ["!", present]];
  return ["==", status, absence];
}

export function colourExpression(kolom: Kolom, classes: LegendClass[]): ExpressionSpecification | string {
  const first = classes[0];
  if (!first) return PLAIN;
  const value: ExpressionSpecification = ["get", kolom.naam];
  if (first.waarde === null) {
    const steps = classes.slice(1).flatMap((one) => [one.van ?? 0, one.colour]);
    return (steps.length ? ["step", ["to-number", value], first.colour, ...steps] : first.colour) as
      ExpressionSpecification | string;
  }
  const cases = classes.flatMap((one) => [one.waarde ?? "", one.colour]);
  return ["match", ["to-string", value], ...cases, NO_POINT] as unknown as ExpressionSpecification;
}

/** Areas with a boundary that people know; all else (cells, blocks, zones, ponds) can be smaller than a line is wide. */
function isBroad(layer: Collection): boolean {
  return (layer.woonzorg.kolommen ?? []).some(({ naam, rol }) => ["sleutel", "naam"].includes(rol) && BROAD.test(naam));
}

function outlineWidth(layer: Collection): ExpressionSpecification | number {
  if ((layer.woonzorg.aantal ?? 0) < DENSE) {
    return isBroad(layer) ? 1 : ["interpolate", ["linear"], ["zoom"], 11, 0.15, 14, 0.4, 17, 1];
  }
  return ["interpolate", ["linear"], ["zoom"], 11, 0.05, 13, 0.35, 15, 1];
}

/** From afar the grid of many small areas would be darker than what they show. */
function outlineOpacity(layer: Collection): ExpressionSpecification | number {
  if ((layer.woonzorg.aantal ?? 0) < DENSE) return 1;
  return ["interpolate", ["linear"], ["zoom"], 12.5, 0, 15, 1];
}

interface Placed {
  layer: LayerSpecification;
  before: string;
}

function draw(id: string, source: Collection, before: string, rest: object): Placed {
  const layer = { id, source: SOURCE, "source-layer": source.id, ...rest } as LayerSpecification;
  return { layer, before };
}

/** The pattern of a way of being absent; as land when the reader did not pick it. */
function absencePaint(absence: Absence, shown: Shown): object {
  const look = shown(absence) ? { "fill-pattern": patternName(absence) } : { "fill-color": INK.land };
  return { ...look, "fill-antialias": false };
}

/** Scores that the page computes are given to the map as the state of a feature: its class from 0,
 * -1 without a score; no state is the published score. Excluded is excluded under any weights. */
function weighedAreas(layer: Collection, kolom: Kolom, classes: LegendClass[], shown: Shown): Placed[] {
  const state: ExpressionSpecification = ["to-number", ["coalesce", ["feature-state", "klasse"], -2]];
  const status: ExpressionSpecification = ["coalesce", ["get", statusColumn(kolom)], ""];
  const told: ExpressionSpecification = ["in", status, ["literal", ["uitgesloten", "onderdrukt"]]];
  const published = ["case", ["!=", ["get", kolom.naam], null], colourExpression(kolom, classes), CLEAR];
  const colour = ["match", state, ...classes.flatMap((one, i) => [i, one.colour]), -1, CLEAR, published];
  const pattern = (absence: Absence, filter: FilterSpecification): Placed =>
    draw(`gegevens-${absence}`, layer, ANCHOR.area, {
      type: "fill", filter, paint: absencePaint(absence, shown),
    });
  return [
    pattern("uitgesloten", ["==", status, "uitgesloten"]),
    pattern("onderdrukt", ["==", status, "onderdrukt"]),
    pattern("ontbreekt", ["!", told]),
    draw("gegevens-vlak", layer, ANCHOR.area, {
      type: "fill", filter: ["!", told],
      paint: { "fill-color": colour, "fill-antialias": false }, // one property with a state: each is worked out per area that moves
    }),
    outlines(layer, (layer.woonzorg.aantal ?? 0) >= DENSE ? ["!=", status, "uitgesloten"] : null),
  ];
}

/** Outlines; of small areas only those that count: what is excluded or empty stays quiet ground. */
function outlines(layer: Collection, quiet: FilterSpecification | null = null): Placed {
  return draw("gegevens-rand", layer, ANCHOR.line, {
    type: "line", ...(quiet ? { filter: quiet } : {}), layout: { "line-join": "round" },
    paint: { "line-color": INK.outline, "line-width": outlineWidth(layer), "line-opacity": outlineOpacity(layer) },
  });
}

function areas(layer: Collection, kolom: Kolom | null, classes: LegendClass[], shown: Shown): Placed[] {
  if (kolom?.naam === SCORE && criteriaOf(layer).length) return weighedAreas(layer, kolom, classes, shown);
  const colour = kolom ? colourExpression(kolom, classes) : PLAIN;
  const fill = draw("gegevens-vlak", layer, ANCHOR.area, {
    type: "fill", paint: { "fill-color": colour, "fill-antialias": false },
    ...(kolom ? { filter: hasAbsence(kolom, null) } : {}),
  });
  const absent = kolom ? ABSENCES.map((absence) => draw(`gegevens-${absence}`, layer, ANCHOR.area, {
    type: "fill", filter: hasAbsence(kolom, absence),
    paint: absencePaint(absence, shown),
  })) : [];
  return [...(isSmall(layer) ? spots(layer, colour) : []), fill, ...absent, ...unsure(layer, kolom, classes),
    outlines(layer, kolom && !isBroad(layer) ? hasAbsence(kolom, null) : null)];
}

/** A broad rim in the colour of small areas, so that they are seen and hit from afar. */
function spots(layer: Collection, colour: ExpressionSpecification | string): Placed[] {
  const rim = (id: string, ink: ExpressionSpecification | string, more: number): Placed => draw(id, layer, ANCHOR.choice, {
    type: "line", maxzoom: 15, layout: { "line-join": "round" },
    paint: { "line-color": ink, "line-width": ["interpolate", ["linear"], ["zoom"], 9, 10 + more, 13, 6 + more, 15, more] },
  });
  return [rim("gegevens-spat-rand", INK.outline, 2), rim("gegevens-spat", colour, 0)];
}

/** Hatching over classes that are unsure, where a layer says so; not over those that are not picked. */
function unsure(layer: Collection, kolom: Kolom | null, classes: LegendClass[]): Placed[] {
  const said = unsureOf(layer, kolom);
  if (!said || !kolom) return [];
  const drawn = ["!=", colourExpression(kolom, classes), INK.land];
  const filter = ["all", hasAbsence(kolom, null), ["in", ["get", said.kolom], ["literal", said.waarden]], drawn] as unknown as FilterSpecification;
  return [draw("gegevens-onzeker", layer, ANCHOR.area, { type: "fill", filter, paint: { "fill-pattern": UNSURE_NAME, "fill-antialias": false } })];
}

/** Radius of a point by zoom, times a factor. */
export const pointSize = (factor: number): ExpressionSpecification =>
  ["interpolate", ["linear"], ["zoom"], 10, 2.5 * factor, 13, 5 * factor, 16, 8 * factor];

function lines(layer: Collection, kolom: Kolom | null, classes: LegendClass[]): Placed[] {
  const colour = kolom ? colourExpression(kolom, classes) : PLAIN;
  const paint = { "line-color": colour, "line-width": ["interpolate", ["linear"], ["zoom"], 11, 0.8, 16, 4] };
  return [draw("gegevens-lijn", layer, ANCHOR.line, { type: "line", paint })];
}

function points(layer: Collection, kolom: Kolom | null, classes: LegendClass[]): Placed[] {
  const absent: ExpressionSpecification | null = kolom && ["!", hasAbsence(kolom, null) as ExpressionSpecification];
  const colour = kolom && absent
    ? ["case", absent, NO_POINT, colourExpression(kolom, classes)] : PLAIN;
  const paint = { "circle-color": colour, "circle-radius": pointSize(1), "circle-stroke-color": INK.outline, "circle-stroke-width": 1 };
  return [draw("gegevens-punt", layer, ANCHOR.choice, { type: "circle", paint })];
}

/** Is a class, by its number from 1, or a way of being absent among what the reader picked? */
type Shown = (bin: string) => boolean;

/** Map layers of a layer of data, each with the anchor it goes under. What is not among the picked
 * classes is drawn as land; `other` classes are those of what the page computes itself. */
export function dataLayers(layer: Collection, kolom: Kolom | null, picked: readonly string[] = [], other: LegendClass[] | null = null): Placed[] {
  const shown: Shown = (bin) => !picked.length || picked.includes(bin);
  const classes = (other ?? (kolom ? legendClasses(layer, kolom, "nl") : []))
    .map((one, i) => (shown(String(i + 1)) ? one : { ...one, colour: INK.land }));
  const shape = shapeOf(layer);
  if (shape === "point") return points(layer, kolom, classes);
  if (shape === "line") return lines(layer, kolom, classes);
  return shape ? areas(layer, kolom, classes, shown) : [];
}

export const HIT_LAYERS = [
  "gegevens-vlak", "gegevens-spat", "gegevens-punt", "gegevens-lijn", ...Object.keys(PATTERNS).map((name) => `gegevens-${name}`),
];
