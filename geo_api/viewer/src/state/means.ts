// The mean of the shown column, asked once the map stands: of areas whose every value is counted.

import { readFigures, type Cijfer } from "../api/asked.ts";
import type { Collection, Kolom } from "../api/types.ts";
import { isCalendarYear, isDraaglastColumn, isDraaglastLayer, isNumeric, shownColumn } from "../model/layer.ts";
import { SCORE } from "../model/weighing.ts";
import { Asked } from "./asked.ts";
import { valueOf } from "./load.ts";
import type { Mean, Store } from "./store.ts";

/** May the mean of a column be told? Of draaglast only classes are. */
export function hasMean(layer: Collection, kolom: Kolom): boolean {
  return isNumeric(kolom) && !isCalendarYear(kolom) && !isDraaglastLayer(layer) && !isDraaglastColumn(kolom);
}

export function meanOf({ naam, gemiddelde, gemiddeldeToelichting }: Cijfer): Mean | null {
  return typeof gemiddelde === "number" ? { kolom: naam, value: gemiddelde, weighted: Boolean(gemiddeldeToelichting) } : null;
}

/** Keep the mean in step with the layer and the column on the map. */
export function keepMeans(store: Store): void {
  const asked = new Asked<Mean | null>(() => store.setMean(valueOf(asked.load)));
  const follow = (): void => {
    const layer = store.currentLayer;
    const kolom = layer && shownColumn(layer, store.view.kolom);
    const counted = store.columns.state === "ready"; // a layer that is counted is small enough to ask
    const wanted = layer && kolom && counted && hasMean(layer, kolom) && !(store.weighing && kolom.naam === SCORE);
    asked.want(wanted ? `${layer.id} ${layer.woonzorg.version} ${kolom.naam}` : null, async (signal) => {
      const found = await readFigures(layer?.id ?? "", [kolom?.naam ?? ""], store.when, null, signal);
      const [own] = found.kolommen;
      return own ? meanOf(own) : null;
    });
  };
  store.addEventListener("change", follow);
  follow();
}
