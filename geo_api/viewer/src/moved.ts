// What differs under other weights than the official ones: it comes with the first of those.

import { later } from "./i18n/index.ts";
import nl from "./i18n/nl-verschil.json" with { type: "json" };
import { store } from "./state/store.ts";
import { Movers } from "./ui/movers.ts";

await later(nl, () => import("./i18n/en-verschil.json", { with: { type: "json" } }));
store.rowsArrived(); // what stands already is told in words too

customElements.define("wz-movers", Movers);
