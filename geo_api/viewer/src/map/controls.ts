// Buttons for what otherwise needs dragging (WCAG 2.5.7), beside MapLibre's own zoom buttons.

import type { IControl, Map as MapLibre } from "maplibre-gl";
import type { Lang } from "../api/types.ts";
import { t, type Key } from "../i18n/index.ts";

const STEP = 120; // pixels

const MOVES: { key: Key; sign: string; by: [number, number] }[] = [
  { key: "kaart.noord", sign: "↑", by: [0, -STEP] },
  { key: "kaart.west", sign: "←", by: [-STEP, 0] },
  { key: "kaart.oost", sign: "→", by: [STEP, 0] },
  { key: "kaart.zuid", sign: "↓", by: [0, STEP] },
];

export class MoveControl implements IControl {
  readonly #taal: Lang;
  readonly #home: (event: Event) => void;
  #box: HTMLElement | null = null;

  constructor(taal: Lang, home: (event: Event) => void) {
    this.#taal = taal;
    this.#home = home;
  }

  onAdd(map: MapLibre): HTMLElement {
    const box = document.createElement("div");
    box.className = "maplibregl-ctrl maplibregl-ctrl-group wz-verschuif";
    for (const { key, sign, by } of MOVES) {
      // The event goes along, so that the address follows a move made by the reader.
      box.append(this.#button(key, sign, (originalEvent) => map.panBy(by, {}, { originalEvent })));
    }
    box.append(this.#button("kaart.geheel", "⌂", this.#home));
    this.#box = box;
    return box;
  }

  onRemove(): void {
    this.#box?.remove();
  }

  #button(key: Key, sign: string, act: (event: Event) => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.title = t(this.#taal, key);
    button.setAttribute("aria-label", button.title);
    button.textContent = sign;
    button.addEventListener("click", act);
    return button;
  }
}
