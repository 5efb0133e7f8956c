// Drawing an area with the pointer: corner by corner, ended on the first corner or with Enter. Comes
// only when somebody draws; the lists beside the map do the same without drawing.

import type { Map as MapLibre } from "maplibre-gl";
import { TerraDraw, TerraDrawPolygonMode } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import type { Point } from "../state/url.ts";
import { INK } from "./style.ts";

const INKS = { fillColor: INK.selection, outlineColor: INK.selection, closingPointColor: INK.selection } as const;

/** Corners of the area that the reader draws; null when he stops, with Escape or by `signal`. */
export function drawArea(map: MapLibre, signal: AbortSignal): Promise<Point[] | null> {
  return new Promise((done) => {
    const draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 6 }),
      modes: [new TerraDrawPolygonMode({
        styles: { ...INKS, fillOpacity: 0.12, outlineWidth: 3, closingPointWidth: 6 },
        keyEvents: { cancel: "Escape", finish: "Enter" },
      })],
    });
    const end = (corners: Point[] | null): void => {
      document.removeEventListener("keydown", escape, true);
      signal.removeEventListener("abort", stop);
      draw.stop();
      done(corners);
    };
    const stop = (): void => end(null);
    const escape = (event: KeyboardEvent): void => {
      if (event.key === "Escape") stop();
    };
    draw.on("finish", (id) => {
      const shape = draw.getSnapshotFeature(id)?.geometry;
      // After the event: its listeners still hold the drawing.
      queueMicrotask(() => end(shape?.type === "Polygon" ? (shape.coordinates[0] as Point[]).slice(0, -1) : null));
    });
    document.addEventListener("keydown", escape, true);
    signal.addEventListener("abort", stop);
    draw.start();
    draw.setMode("polygon");
  });
}
