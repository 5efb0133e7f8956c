// Names for codes: a column that is the key of another layer (wijkcode, gemeentecode) is shown
// by the name that layer gives it. Each layer of names is read once.

import { asApiError } from "../api/client.ts";
import type { Catalog, Collection, Feature } from "../api/types.ts";
import { LEVELS } from "../model/areas.ts";
import { featureId, keyColumn, nameColumn } from "../model/layer.ts";
import { Rows } from "./rows.ts";

const OWN = [...LEVELS, { laag: "gemeenten", kolom: "gemeentecode" }];
const MOST_NAMES = 1000; // larger layers are grids and points: no one refers to them by code

export class Names {
  readonly #byKey = new Map<string, string>(); // key column -> layer
  readonly #features = new Map<string, Feature[]>();
  readonly #titles = new Map<string, Map<string, string>>();
  readonly #asked = new Map<string, Promise<void>>();
  readonly #layers = new Map<string, Collection>();
  readonly #changed: () => void;
  #waiting: Collection | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  know(catalog: Catalog): void {
    for (const layer of catalog.collections) {
      this.#layers.set(layer.id, layer);
      const key = keyColumn(layer);
      const small = (layer.woonzorg.aantal ?? 0) <= MOST_NAMES;
      // The layer that lists areas names them; others with the same key have a row per year or kind.
      const lists = OWN.some((one) => one.laag === layer.id && one.kolom === key?.naam);
      if (key && nameColumn(layer) && small && (lists || !this.#byKey.has(key.naam))) {
        this.#byKey.set(key.naam, layer.id);
      }
    }
    if (this.#layers.has("gemeenten")) void this.features("gemeenten");
    if (this.#waiting) this.need(this.#waiting);
  }

  /** Read the names of every layer that this one refers to. */
  need(layer: Collection): void {
    this.#waiting = layer;
    const own = nameColumn(layer) ? keyColumn(layer)?.naam : null;
    for (const kolom of layer.woonzorg.kolommen ?? []) {
      const other = this.#byKey.get(kolom.naam);
      if (other && other !== layer.id && kolom.naam !== own) void this.features(other);
    }
  }

  /** Have the features of this layer a name, of its own or from another layer? */
  named(layer: Collection): boolean {
    const key = keyColumn(layer);
    return nameColumn(layer) !== null || (key !== null && this.#byKey.has(key.naam));
  }

  layer(id: string): Collection | null {
    return this.#layers.get(id) ?? null;
  }

  /** Name for the value of a column, or null when no layer names it. */
  of(kolom: string, value: unknown): string | null {
    const laag = this.#byKey.get(kolom);
    return laag ? this.inLayer(laag, value) : null;
  }

  inLayer(laag: string, value: unknown): string | null {
    return this.#titles.get(laag)?.get(String(value)) ?? null;
  }

  /** Features of a layer that were read already. */
  known(laag: string): Feature[] {
    return this.#features.get(laag) ?? [];
  }

  /** All features of a small layer with names, for look-up and for labels on the map. */
  async features(laag: string): Promise<Feature[]> {
    const layer = this.#layers.get(laag);
    if (!layer || (layer.woonzorg.aantal ?? 0) > MOST_NAMES) return [];
    const asked = this.#asked.get(laag) ?? this.#read(layer);
    this.#asked.set(laag, asked);
    await asked;
    return this.#features.get(laag) ?? [];
  }

  async #read(layer: Collection): Promise<void> {
    const rows = new Rows(layer.id, { peildatum: null, release: null });
    try {
      await rows.all();
    } catch (cause) {
      // Codes stay codes until the layer can be read; the layer's own failure shows elsewhere.
      console.warn(`names of ${layer.id}: ${asApiError(cause).kind}`);
      this.#asked.delete(layer.id);
      return;
    }
    const column = nameColumn(layer)?.naam ?? "";
    this.#features.set(layer.id, rows.items);
    this.#titles.set(layer.id, new Map(rows.items.map(
      (feature) => [featureId(feature), String(feature.properties[column] ?? feature.id)],
    )));
    this.#changed();
  }
}
