// Shapes of the answers of /v1 that the viewer reads. What the API may leave out is optional.

export type Lang = "nl" | "en";

/** One class of a legend: a value, or a half-open range [van, tot). */
export interface Klasse {
  waarde?: string | number | boolean | null;
  van?: number | null;
  tot?: number | null;
  titel?: string | null;
  titelEn?: string | null;
}

export type Rol = "sleutel" | "naam" | "waarde" | "klasse" | "toelichting" | "geometrie";

export interface Kolom {
  naam: string;
  type: string;
  titel: string;
  titelEn?: string | null;
  omschrijving?: string | null;
  eenheid?: string | null;
  eenheidEn?: string | null;
  bron?: string | null;
  peildatum?: string | null;
  methodeVersie?: string | null;
  statuskolom?: string | null;
  rol: Rol;
  klassen?: Klasse[] | null;
  palet?: string | null;
}

export interface Invoer {
  dataset: string;
  titel?: string;
  peildatum?: string | null;
  behouden?: boolean;
}

export interface LaagMeta {
  release: number;
  version: number;
  peildatum: string | null;
  peildata?: (string | null)[];
  indelingsjaar?: number | null;
  methodeVersie?: string | null;
  bron?: string | null;
  licentie?: string | null;
  attributie?: string | null;
  status?: string | null;
  opmerkingen?: string[];
  dekking?: {
    ontbrekend?: string[];
    invoer?: Invoer[];
    weegprofielen?: Record<string, Record<string, number>>;
    weegprofiel?: string; // the one that was decided on
  } | null;
  thema?: string | null;
  geometrie?: string | null;
  aantal?: number | null;
  titelEn?: string | null;
  kolommen?: Kolom[];
  engels?: Record<string, string>; // of texts that have no English field, when it was asked for
}

export interface Link {
  rel: string;
  href: string;
  type?: string;
  title?: string;
}

export interface Collection {
  id: string;
  title: string;
  description?: string | null;
  extent?: { spatial?: { bbox?: number[][] } };
  links?: Link[];
  woonzorg: LaagMeta;
}

export interface ReleaseInfo {
  release: number;
  gepubliceerdOp: string;
  fictief: boolean;
  profiel?: string | null;
  gemeenten: string[];
  oudstePeildatum: string | null;
}

export interface Catalog {
  links?: Link[];
  collections: Collection[];
  woonzorg: ReleaseInfo | null;
}

export type Properties = Record<string, unknown>;

export interface Feature {
  type: "Feature";
  id: string | number;
  geometry: Geometry | null;
  properties: Properties;
}

export interface Geometry {
  type: string;
  coordinates: unknown;
}

export interface FeaturePage {
  features: Feature[];
  numberMatched?: number;
  links?: Link[];
  woonzorg?: Partial<LaagMeta>; // version, peildatum and remarks these features come from
}

export interface TileJson {
  tiles: string[];
  minzoom?: number;
  maxzoom?: number;
  bounds?: [number, number, number, number];
}
