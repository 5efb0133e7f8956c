// Parts for what the reader chose: the card with its reasons and comparison, walking, and "wat als".
// They come with the first choice.

import "@nl-design-system-candidate/data-badge-css/data-badge.css";
import "./styles/card.css";
import { later } from "./i18n/index.ts";
import nl from "./i18n/nl-gekozen.json" with { type: "json" };
import { Card } from "./ui/card.ts";
import { Walk } from "./ui/walk.ts";
import { WhatIf } from "./ui/whatif.ts";

await later(nl, () => import("./i18n/en-gekozen.json", { with: { type: "json" } }));

const parts = { "wz-card": Card, "wz-walk": Walk, "wz-what-if": WhatIf };

for (const [name, part] of Object.entries(parts)) customElements.define(name, part);
