// The part for an area of the reader's own; it comes when that is asked for.

import "./styles/select.css";
import { later } from "./i18n/index.ts";
import nl from "./i18n/nl-eigen.json" with { type: "json" };
import { Select } from "./ui/select.ts";

await later(nl, () => import("./i18n/en-eigen.json", { with: { type: "json" } }));

customElements.define("wz-select", Select);
