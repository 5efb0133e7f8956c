// Parts that the first map does not need: weights, search, the card with its reasons and comparison,
// walking, and keeping. They come when something is chosen, or a moment after the map stands.

import "@nl-design-system-candidate/data-badge-css/data-badge.css";
import "./styles/card.css";
import "./styles/search.css";
import "./styles/weights.css";
import { later } from "./i18n/index.ts";
import nl from "./i18n/nl-later.json" with { type: "json" };
import { Card } from "./ui/card.ts";
import { Keep } from "./ui/keep.ts";
import { Search } from "./ui/search.ts";
import { Walk } from "./ui/walk.ts";
import { Weights } from "./ui/weights.ts";

later(nl);

const parts = { "wz-weights": Weights, "wz-search": Search, "wz-card": Card, "wz-walk": Walk, "wz-keep": Keep };

for (const [name, part] of Object.entries(parts)) customElements.define(name, part);
