// The name of a feature from its own layer, else from the layer its key belongs to.

import type { Collection, Lang, Properties } from "../api/types.ts";
import { columnTitle, featureName, keyColumn } from "../model/layer.ts";
import type { Names } from "./names.ts";

export function featureTitle(
  source: { names: Names }, layer: Collection, properties: Properties, id: string,
): string {
  const own = featureName(layer, properties, id);
  const key = keyColumn(layer);
  if (own !== id || !key) return own;
  return source.names.of(key.naam, properties[key.naam] ?? id) ?? own;
}

/** The same where it stands alone: what has only a code says what kind of thing it is. */
export function featureHeading(
  source: { names: Names }, layer: Collection, properties: Properties, id: string, taal: Lang,
): string {
  const title = featureTitle(source, layer, properties, id);
  const key = keyColumn(layer);
  return title === id && key ? `${columnTitle(key, taal)} ${title}` : title;
}
