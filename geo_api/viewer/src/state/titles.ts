// The name of a feature from its own layer, else from the layer its key belongs to.

import type { Catalog, Collection, Kolom, Lang, Properties, ReleaseInfo } from "../api/types.ts";
import { englishOf, hasKey, t } from "../i18n/index.ts";
import { columnTitle, featureName, keyColumn, keyOrName } from "../model/layer.ts";
import { helpOf } from "../model/themes.ts";
import { describe } from "../model/value.ts";
import { weightsInWords } from "../model/sheet.ts";
import { SCORE, type Criterion } from "../model/weighing.ts";
import { valueOf, type Load } from "./load.ts";
import type { Names } from "./names.ts";
import { store } from "./store.ts";
import type { Weging } from "./url.ts";

const BUURT = "buurtcode";
const KIND = "soort";

export function featureTitle(
  source: { names: Names }, layer: Collection, properties: Properties, id: string,
): string {
  const own = featureName(layer, properties, id);
  const key = keyColumn(layer);
  if (own !== id || !key) return own;
  return source.names.of(key.naam, properties[key.naam] ?? id) ?? own;
}

/** The same where it stands alone: what has only a code says what kind of thing it is, and where. The
 * code tells cells apart; of a path or a pond, which have kinds, it says nothing to a reader. */
export function featureHeading(
  source: { names: Names }, layer: Collection, properties: Properties, id: string, taal: Lang,
): string {
  const title = featureTitle(source, layer, properties, id);
  if (title !== id) return title;
  const key = keyOrName(layer); // a cell is named by its code
  const kinds = (layer.woonzorg.kolommen ?? []).find((one) => one.naam === KIND);
  const kind = (kinds && describe(kinds, properties, taal).text) || (key && !/naam$/.test(key.naam) && columnTitle(key, taal));
  if (!kind) return title;
  const plek = source.names.of(BUURT, properties[BUURT]);
  const soort = kind.charAt(0).toUpperCase() + kind.slice(1) + (plek ? ` in ${plek}` : ""); // the same word in both languages
  return kinds ? soort : `${soort} ${plek ? `(${title})` : title}`;
}

/** Names of the gemeenten that the figures are of; a code is no name: nothing rather than a code. */
export function gemeenteNames(
  { names, catalog }: { names: Names; catalog: Load<Catalog> }, info: ReleaseInfo | null | undefined = valueOf(catalog)?.woonzorg,
): string[] {
  return (info?.gemeenten ?? []).flatMap((code) => names.inLayer("gemeenten", code) ?? (/^GM\d/.test(code) ? [] : code));
}

/** A theme as people call it; one that is not known by its own word. */
export function themeName(theme: string, taal: Lang): string {
  const key = `thema.${theme}`;
  return hasKey(key) ? t(taal, key) : theme.charAt(0).toUpperCase() + theme.slice(1);
}

/** How a layer is read when it shows this column; "" when there is nothing to say. */
export function readingHelp(layer: Collection, kolom: Kolom, taal: Lang): string {
  const key = `leeshulp.${helpOf(layer, kolom)}`;
  return hasKey(key) ? t(taal, key) : "";
}

/** A weight profile as people call it; one of the municipality's own by its own name. */
export function profileName(name: string, taal: Lang): string {
  const key = `weging.profiel.${name}`;
  return hasKey(key) ? t(taal, key) : name;
}

interface Shown {
  weighing: { official: boolean } | null;
  view: { weging: Weging | null };
  against: Weging | null;
}

/** The title of a column; of a score under other weights than the official ones with their name. */
export function columnHeading({ weighing, view }: Shown, kolom: Kolom, taal: Lang): string {
  const title = columnTitle(kolom, taal);
  if (!weighing || weighing.official || kolom.naam !== SCORE) return title;
  const named = view.weging && "profiel" in view.weging ? profileName(view.weging.profiel, taal) : t(taal, "bewaar.eigen");
  return `${title.split(",")[0]}, ${named}`;
}

/** What the map shows: a column, or the difference of its score with another weighting. */
export function mapHeading(shown: Shown, kolom: Kolom, taal: Lang): string {
  const title = columnHeading(shown, kolom, taal);
  return shown.against ? t(taal, "verschil.titel", { titel: title, ander: wegingName(shown.against, taal) }) : title;
}

/** A criterion without the word for score in front. */
export function criterionName({ kolom }: Criterion, taal: Lang): string {
  const title = columnTitle(kolom, taal).replace(/^(Deelscore|Score of) /, "");
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** A weighting in words: the name of its profile, or its weights, each by the name of its criterion. */
export function wegingName(weging: Weging, taal: Lang, criteria: readonly Criterion[] = store.weighing?.criteria ?? []): string {
  if ("profiel" in weging) return profileName(weging.profiel, taal);
  const named = new Map(criteria.map((one) => [one.code, criterionName(one, taal)]));
  const told = Object.entries(weging.gewichten).map(([code, weight]) => [named.get(code) ?? code, weight] as const);
  return `${t(taal, "bewaar.eigen")} (${weightsInWords(told, taal)})`;
}

/** A sentence of the API: in the reader's language where that is known, else as published, in Dutch. */
export function remarkText(text: string, taal: Lang): { text: string; lang: Lang } {
  const key = `opmerking.${text.toLowerCase().replace(/\.$/, "")}`;
  const told = taal === "nl" ? null : englishOf(text) ?? (hasKey(key) ? t(taal, key) : null);
  return told === null ? { text, lang: "nl" } : { text: told, lang: taal };
}
