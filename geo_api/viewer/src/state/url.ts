// The address owns the state: what is looked at, how, and from which release.
// Only this module knows the names in the query string.

import type { Lang } from "../api/types.ts";

export type Weergave = "beide" | "kaart" | "tabel";

export interface Camera {
  zoom: number;
  lat: number;
  lon: number;
}

export interface View {
  laag: string | null;
  kolom: string | null;
  object: string | null;
  peildatum: string | null;
  release: number | null;
  camera: Camera | null;
  sorteer: string | null; // column name, with "-" in front for descending
  weergave: Weergave;
  taal: Lang;
}

export const START: View = {
  laag: null, kolom: null, object: null, peildatum: null, release: null,
  camera: null, sorteer: null, weergave: "beide", taal: "nl",
};

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const WEERGAVEN: readonly string[] = ["beide", "kaart", "tabel"];

function parseCamera(text: string | null): Camera | null {
  const parts = (text ?? "").split("/").map((part) => (part.trim() ? Number(part) : NaN));
  const [zoom, lat, lon] = parts;
  if (parts.length !== 3 || zoom === undefined || lat === undefined || lon === undefined) return null;
  const sane = zoom >= 0 && zoom <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return sane ? { zoom, lat, lon } : null;
}

function formatCamera(camera: Camera): string {
  return `${camera.zoom.toFixed(2)}/${camera.lat.toFixed(5)}/${camera.lon.toFixed(5)}`;
}

/** State from a query string; anything unreadable falls back to its start value. */
export function parseView(search: string): View {
  const query = new URLSearchParams(search);
  const text = (key: string): string | null => query.get(key)?.trim() || null;
  const peildatum = text("peildatum");
  const release = Number(text("release") ?? NaN);
  const weergave = text("weergave");
  return {
    laag: text("laag"),
    kolom: text("kolom"),
    object: text("object"),
    peildatum: peildatum && DATE.test(peildatum) ? peildatum : null,
    release: Number.isSafeInteger(release) && release > 0 ? release : null,
    camera: parseCamera(text("kaart")),
    sorteer: text("sorteer"),
    weergave: weergave && WEERGAVEN.includes(weergave) ? (weergave as Weergave) : START.weergave,
    taal: text("taal") === "en" ? "en" : "nl",
  };
}

/** Query string of a state; start values are left out, so that addresses stay short. */
export function formatView(view: View): string {
  const query = new URLSearchParams();
  const put = (key: string, value: string | null): void => {
    if (value) query.set(key, value);
  };
  put("laag", view.laag);
  put("kolom", view.kolom);
  put("object", view.object);
  put("peildatum", view.peildatum);
  put("sorteer", view.sorteer);
  put("kaart", view.camera && formatCamera(view.camera));
  put("weergave", view.weergave === START.weergave ? null : view.weergave);
  put("release", view.release === null ? null : String(view.release));
  put("taal", view.taal === START.taal ? null : view.taal);
  const text = query.toString().replaceAll("%2F", "/");
  return text ? `?${text}` : "";
}
