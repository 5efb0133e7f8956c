// A value as people read it: number in the language's own form, unit, and the status in words.

import type { Kolom, Lang, Properties } from "../api/types.ts";
import { englishOf, hasKey, t } from "../i18n/index.ts";
import { decimalsOf } from "./decimals.ts";
import { columnUnit, isCalendarYear, statusColumn } from "./layer.ts";

const LOCALE: Record<Lang, string> = { nl: "nl-NL", en: "en-GB" };

/** Made once for each way of writing: one costs as much as fifty figures, and a legend writes twenty
 * while a slider moves. */
function kept<F>(make: (taal: Lang, ...how: (string | number)[]) => F): typeof make {
  const known = new Map<string, F>();
  return (taal, ...how) => {
    const key = [taal, ...how].join(" ");
    const format = known.get(key) ?? make(taal, ...how);
    known.set(key, format);
    return format;
  };
}

const numberFormat = kept((taal, least, most) =>
  new Intl.NumberFormat(LOCALE[taal], { minimumFractionDigits: Number(least), maximumFractionDigits: Number(most), signDisplay: "negative" })); // what rounds to zero has no sign
const dateFormat = kept((taal, month) =>
  new Intl.DateTimeFormat(LOCALE[taal], { day: "numeric", month: month as "long", year: "numeric", timeZone: "UTC" }));

const EACH_ITS_OWN = "zie eenheid";
const CODED = /^[a-z]+(_[a-z]+)+$/;

export interface Described {
  text: string; // the value itself, "" when there is none
  unit: string;
  status: string; // code, "" when unknown
  statusText: string; // words
  detail: string; // interval and number of observations, "" when not published
}

/** With a minus sign: the formatter writes a hyphen, after which a line may break. */
function written(value: number, taal: Lang, least: number, most: number): string {
  return numberFormat(taal, least, most).format(value).replace("-", "−");
}

/** A number with its unit; a per cent sign stands against it. */
export function withUnit(text: string, unit: string): string {
  return text && unit ? text + (unit === "%" ? "" : " ") + unit : text;
}

export function formatNumber(value: number, taal: Lang): string {
  return written(value, taal, 0, 2);
}

/** A number with so many decimals, for figures that stand under each other. */
export function formatFixed(value: number, digits: number, taal: Lang): string {
  return written(value, taal, digits, digits);
}

/** A figure of a column, as precise as its unit makes sense. */
export function formatColumn(value: number, kolom: Kolom, taal: Lang): string {
  if (isCalendarYear(kolom)) return String(Math.round(value));
  const { least, most } = decimalsOf(kolom, value);
  return written(value, taal, least, most);
}

/** A mean of figures of a column: of what is counted in whole numbers it need not be whole. */
export function formatMean(value: number, kolom: Kolom, taal: Lang): string {
  return formatColumn(value, isCalendarYear(kolom) ? kolom : { ...kolom, type: "float" }, taal);
}

/** A bound of a class, as it was declared; a calendar year has no sign between the thousands. */
export function formatFigure(value: number, kolom: Kolom, taal: Lang): string {
  return isCalendarYear(kolom) ? String(value) : formatNumber(value, taal);
}

export function formatDate(
  date: string | null | undefined, taal: Lang, month: "long" | "short" = "long",
): string {
  const moment = date ? new Date(date.length === 10 ? `${date}T00:00:00Z` : date) : null;
  if (!moment || Number.isNaN(moment.getTime())) return t(taal, "onbekend");
  return dateFormat(taal, month).format(moment);
}

/** Published words and sentences in the reader's language; unknown ones as published. */
export function valueLabel(waarde: string, taal: Lang): string {
  // A word that is a code in the data (`zelfstandig_wonend`) is read with spaces.
  return (taal === "en" && englishOf(waarde)) || (CODED.test(waarde) ? waarde.replaceAll("_", " ") : waarde);
}

let codes: Record<string, Record<string, string[]>> = {};

/** Words, Dutch and English, for codes of publishers, by column; they come after the first map. */
export function learnCodes(words: typeof codes): void {
  codes = words;
}

function wordOf(kolom: Kolom, code: string, taal: Lang): string | undefined {
  const [nl, en] = codes[kolom.naam]?.[code] ?? [];
  return taal === "en" ? en : nl;
}

function formatValue(value: unknown, kolom: Kolom, taal: Lang): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "number") return formatColumn(value, kolom, taal);
  if (typeof value === "boolean") return t(taal, value ? "ja" : "nee");
  if (Array.isArray(value)) return value.map((part) => formatValue(part, kolom, taal)).join(", ");
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  if (/date|timestamp/.test(kolom.type) && /^\d{4}-\d{2}-\d{2}/.test(text)) return formatDate(text, taal);
  const klasse = kolom.klassen?.find((k) => k.waarde != null && String(k.waarde) === text);
  const title = (taal === "en" && klasse?.titelEn) || klasse?.titel;
  return title || wordOf(kolom, text, taal) || valueLabel(text, taal);
}

export function statusWords(status: string, taal: Lang): string {
  const key = `status.${status}`;
  return hasKey(key) ? t(taal, key) : status;
}

/** The same where it stands in every cell of a table. */
export function shortWords(status: string, taal: Lang): string {
  const key = `kort.${status}`;
  return hasKey(key) ? t(taal, key) : statusWords(status, taal);
}

function detailOf(kolom: Kolom, properties: Properties, taal: Lang): string {
  const number = (suffix: string): number | null => {
    const value = properties[`${kolom.naam}_${suffix}`];
    return typeof value === "number" ? value : null;
  };
  const [n, low, high] = [number("n"), number("ci_low"), number("ci_high")];
  const parts: string[] = [];
  if (low !== null && high !== null) {
    parts.push(t(taal, "interval", { van: formatColumn(low, kolom, taal), tot: formatColumn(high, kolom, taal) }));
  }
  if (n !== null) parts.push(t(taal, "waarnemingen", { n: formatNumber(n, taal) }));
  return parts.join("; ");
}

/** A column whose rows each name their unit (a factsheet), as it is for this row. */
function ofRow(kolom: Kolom, { eenheid }: Properties): Kolom {
  if (kolom.eenheid !== EACH_ITS_OWN || typeof eenheid !== "string") return kolom;
  return { ...kolom, eenheid, eenheidEn: englishOf(eenheid) };
}

export function describe(declared: Kolom, properties: Properties, taal: Lang): Described {
  const kolom = ofRow(declared, properties);
  const text = formatValue(properties[kolom.naam], kolom, taal);
  const given = properties[statusColumn(kolom)];
  // A note that is not there has nothing to tell; a figure that is not there is missing.
  const nothing = text || kolom.rol === "toelichting" ? "" : "ontbreekt";
  const status = typeof given === "string" && given ? given : nothing;
  return {
    text,
    unit: text && typeof properties[kolom.naam] === "number" ? columnUnit(kolom, taal) : "",
    status,
    statusText: status ? statusWords(status, taal) : "",
    detail: text ? detailOf(kolom, properties, taal) : "",
  };
}
