// Questions that are more than a look: figures of a selection, and what planned places would change.

import { getJson, postJson } from "./client.ts";
import type { LaagMeta } from "./types.ts";
import type { When } from "./read.ts";

/** Which features: of an area that was drawn, or of areas by their codes. */
export type Gebied = { vlak: { type: "Polygon"; coordinates: number[][][] } } | { codes: readonly string[] };

export interface Blok {
  id: string;
  naam: string | null;
}

export interface Cijfer {
  naam: string;
  metWaarde: number;
  onderdrukt: number;
  onbekend: number;
  status: string;
  klassen?: { waarde: string; aantal: number }[];
  som?: number | null;
  somReden?: string;
  somToelichting?: string;
  gemiddelde?: number | null;
  gemiddeldeReden?: string;
  gemiddeldeToelichting?: string;
  reden?: string;
  histogram?: { van: number; tot: number | null; aantal: number }[];
}

export interface Cijfers {
  aantal: number | null;
  reden?: string; // why there is nothing to count
  kolommen: Cijfer[];
  gebied?: { toelichting?: string; aantalBlokken?: number; blokken?: Blok[]; codes?: string[] };
  woonzorg: Partial<LaagMeta>;
}

const MOST_COLUMNS = 5; // as the API takes them at once

export async function saveQuestion(laag: string, gebied: Gebied, signal: AbortSignal): Promise<string> {
  const saved: { id: string } = await postJson("/v1/zoekvragen", { laag, gebied }, signal);
  return saved.id;
}

/** Figures of some columns over a whole layer, or over the features of a saved question; `ranged` ones
 * with how many features stand in each class of the map. */
export async function readFigures(
  laag: string, columns: readonly string[], when: When, vraag: string | null, signal: AbortSignal, ranged: ReadonlySet<string> = new Set(),
): Promise<Cijfers> {
  const ask = (some: readonly string[]): Promise<Cijfers> => {
    const query = new URLSearchParams();
    if (some.length) query.set("kolom", some.join(","));
    if (some.some((naam) => ranged.has(naam))) query.set("klassen", "kaart");
    if (vraag) query.set("zoekvraag", vraag);
    if (when.peildatum) query.set("peildatum", when.peildatum);
    if (when.release !== null) query.set("release", String(when.release));
    return getJson(`/v1/collections/${encodeURIComponent(laag)}/statistiek?${query}`, signal);
  };
  const parts: string[][] = [];
  for (const some of [columns.filter((naam) => !ranged.has(naam)), columns.filter((naam) => ranged.has(naam))]) {
    for (let at = 0; at < some.length; at += MOST_COLUMNS) parts.push(some.slice(at, at + MOST_COLUMNS));
  }
  const [first, ...rest] = await Promise.all((parts.length ? parts : [[]]).map(ask)) as [Cijfers, ...Cijfers[]];
  const found = [...first.kolommen, ...rest.flatMap((one) => one.kolommen)];
  return { ...first, kolommen: found.sort((a, b) => columns.indexOf(a.naam) - columns.indexOf(b.naam)) };
}

export interface GeplandePlek {
  buurt?: string;
  gebied?: string;
  soort: string;
  aantal: number;
  status?: string;
}

interface Stand {
  waarde: string | null;
  status: string | null;
}

export interface Opgave {
  gebied: string;
  klasse: string;
  jaar: string | null;
  gepland: number;
  verwacht: number;
  methodeA: { nu: number | null; dan: number | null };
  methodeB: { nu: number | null; dan: number | null };
}

export interface Watals {
  gebieden: {
    naam: string;
    draaglast: { nu: Stand; dan: Stand; reden: string };
    opvang: { plaatsen: number; directeBemiddeling: number; per1000Woningen: number | null } | null;
  }[];
  opgave: Opgave[];
  zonderGebied: string[];
  bronnen: { bron?: string | null; peildatum?: string | null }[];
  opmerkingen: string[];
}

export function askWhatIf(plannen: GeplandePlek[], signal: AbortSignal): Promise<Watals> {
  return postJson("/v1/watals", { plannen }, signal);
}
