// The address owns the state: what is looked at, how, and from which release.
// Only this module knows the names in the query string.

import type { Lang } from "../api/types.ts";
import type { Weights } from "../model/weighing.ts";

export type Weergave = "beide" | "kaart" | "tabel";

export interface Camera {
  zoom: number;
  lat: number;
  lon: number;
}

/** A weighting: a profile by its name, or weights of one's own. */
export type Weging = { profiel: string } | { gewichten: Weights };

/** Where a walk starts, and how long it takes. */
export interface Loop {
  lon: number;
  lat: number;
  minuten: number;
}

export type Point = [number, number]; // lon, lat

/** Planned places of which the effect is asked. */
export interface Plan {
  soort: string;
  aantal: number;
  status: string | null; // null: certain
}

export interface View {
  laag: string | null;
  kolom: string | null;
  object: string | null;
  peildatum: string | null;
  release: number | null;
  camera: Camera | null;
  sorteer: string | null; // column name, with "-" in front for descending
  weging: Weging | null; // null: the official one
  tegen: Weging | null; // what it is compared with
  klassen: readonly string[]; // of the legend that are shown, counted from 1, or ways of being absent; none: all
  naast: string | null; // object beside the chosen one
  loop: Loop | null;
  vlak: readonly Point[]; // corners of an area that was drawn, without the first again; none: []
  kies: readonly string[]; // codes of areas that were picked, in place of a drawn one
  plan: readonly Plan[]; // in the chosen area
  weergave: Weergave;
  taal: Lang;
}

export const START: View = {
  laag: null, kolom: null, object: null, peildatum: null, release: null,
  camera: null, sorteer: null, weging: null, tegen: null, klassen: [], naast: null, loop: null, vlak: [], kies: [], plan: [], weergave: "beide", taal: "nl",
};

/** What does not go along to another layer. */
export const FRESH: Partial<View> = {
  kolom: null, object: null, peildatum: null, sorteer: null, weging: null, tegen: null, klassen: [], naast: null, plan: [],
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

const OWN = /^[A-Z]\d+(\.\d+)?(-[A-Z]\d+(\.\d+)?)*$/;
const PROFILE = /^[\p{Ll}\d][\p{L}\d _-]*$/u;
const MOST_WEIGHT = 1000; // as the API

export function parseWeging(text: string | null): Weging | null {
  if (!text) return null;
  if (!OWN.test(text)) return PROFILE.test(text) ? { profiel: text } : null;
  const parts = text.split("-").map((part) => [part.slice(0, 1), Number(part.slice(1))] as const);
  const sane = parts.every(([, weight]) => weight <= MOST_WEIGHT) && parts.some(([, weight]) => weight > 0);
  return sane ? { gewichten: Object.fromEntries(parts) } : null;
}

export function formatWeging(weging: Weging | null): string | null {
  if (!weging) return null;
  if ("profiel" in weging) return weging.profiel;
  return Object.entries(weging.gewichten).map(([code, weight]) => `${code}${weight}`).join("-");
}

function parseClasses(text: string | null): string[] {
  return [...new Set((text ?? "").split(".").filter((one) => /^([1-9]\d?|onderdrukt|ontbreekt|uitgesloten)$/.test(one)))];
}

function parseLoop(text: string | null): Loop | null {
  const found = /^(\d{1,2})\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/.exec(text ?? "");
  if (!found) return null;
  const [minuten, lat, lon] = found.slice(1).map(Number) as [number, number, number];
  return minuten >= 1 && minuten <= 30 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { minuten, lat, lon } : null;
}

const MOST_CORNERS = 60; // an address stays short enough to mail
const MOST_AREAS = 200; // as the API
const MOST_PLANS = 5;
const MOST_PLACES = 2000; // as the API

/** Corners as `lon/lat_lon/lat`, at about a metre. */
export function formatCorners(corners: readonly Point[]): string {
  return corners.map(([lon, lat]) => `${lon.toFixed(5)}/${lat.toFixed(5)}`).join("_");
}

export function parseCorners(text: string | null): Point[] {
  const corners = (text ?? "").split("_").map((one) => one.split("/").map((part) => (part.trim() ? Number(part) : NaN)));
  const sane = corners.length >= 3 && corners.length <= MOST_CORNERS && corners.every((one) =>
    one.length === 2 && Math.abs(one[0] as number) <= 180 && Math.abs(one[1] as number) <= 85);
  return sane ? (corners as Point[]) : [];
}

const PLAN = /^([\p{L} ]{1,40})-(\d{1,4})(?:-([\p{L} ]{1,20}))?$/u;

function parsePlans(text: string | null): Plan[] {
  return (text ?? "").split("*").flatMap((one) => {
    const found = PLAN.exec(one);
    const aantal = Number(found?.[2]);
    if (!found || aantal < 1 || aantal > MOST_PLACES) return [];
    return [{ soort: found[1] as string, aantal, status: found[3] ?? null }];
  }).slice(0, MOST_PLANS);
}

function formatPlans(plans: readonly Plan[]): string {
  return plans.map(({ soort, aantal, status }) => `${soort}-${aantal}${status ? `-${status}` : ""}`).join("*");
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
    weging: parseWeging(text("weging")),
    tegen: parseWeging(text("tegen")),
    klassen: parseClasses(text("klassen")),
    naast: text("naast"),
    loop: parseLoop(text("loop")),
    vlak: parseCorners(text("vlak")),
    kies: parseCorners(text("vlak")).length ? [] : [...new Set((text("kies") ?? "").split("*").filter(Boolean))].slice(0, MOST_AREAS),
    plan: parsePlans(text("plan")),
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
  put("weging", formatWeging(view.weging));
  put("tegen", formatWeging(view.tegen));
  put("klassen", view.klassen.join("."));
  put("naast", view.naast);
  put("loop", view.loop && `${view.loop.minuten}/${view.loop.lat.toFixed(5)}/${view.loop.lon.toFixed(5)}`);
  put("vlak", formatCorners(view.vlak));
  put("kies", view.kies.join("*"));
  put("plan", formatPlans(view.plan));
  put("kaart", view.camera && formatCamera(view.camera));
  put("weergave", view.weergave === START.weergave ? null : view.weergave);
  put("release", view.release === null ? null : String(view.release));
  put("taal", view.taal === START.taal ? null : view.taal);
  const text = query.toString().replaceAll("%2F", "/");
  return text ? `?${text}` : "";
}
