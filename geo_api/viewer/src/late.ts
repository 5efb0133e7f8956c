// Parts that the first map does not need: weights, keeping. They come a
// moment after the map stands, or with the first choice.

import "@nl-design-system-candidate/data-badge-css/data-badge.css";
import "./styles/weights.css";
import { later } from "./i18n/index.ts";
import nl from "./i18n/nl-later.json" with { type: "json" };
import { keepMeans } from "./state/means.ts";
import { store } from "./state/store.ts";
import { Keep } from "./ui/keep.ts";
import { Weights } from "./ui/weights.ts";

void later(nl);
keepMeans(store);

const parts = { "wz-weights": Weights, "wz-keep": Keep };

for (const [name, part] of Object.entries(parts)) customElements.define(name, part);
