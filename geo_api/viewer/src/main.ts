// Entry of the viewer: the styles in order, then the parts of the page by their element names.

import "@nl-design-system-candidate/button-css/button.css";
import "@nl-design-system-candidate/heading-css/heading.css";
import "@nl-design-system-candidate/link-css/link.css";
import "@nl-design-system-candidate/paragraph-css/paragraph.css";
import "@nl-design-system-candidate/skip-link-css/skip-link.css";
import "@utrecht/select-css/dist/index.min.css";
import "@utrecht/table-css/dist/index.min.css";
import "./styles/page.css";
import "./styles/map.css";
import "./styles/panels.css";
import "./styles/search.css";
import "./styles/table.css";
import "./styles/media.css";
import { About } from "./ui/about.ts";
import { App } from "./ui/app.ts";
import { Header } from "./ui/header.ts";
import { LayerList } from "./ui/layer-list.ts";
import { Legend } from "./ui/legend.ts";
import { MapPart } from "./ui/map.ts";
import { Search } from "./ui/search.ts";
import { Handle } from "./ui/sheet.ts";
import { Table } from "./ui/table.ts";
import { Toolbar } from "./ui/toolbar.ts";

const parts = {
  "wz-header": Header,
  "wz-search": Search,
  "wz-layers": LayerList,
  "wz-toolbar": Toolbar,
  "wz-handle": Handle,
  "wz-legend": Legend,
  "wz-about": About,
  "wz-map": MapPart,
  "wz-table": Table,
  "wz-app": App, // last: it starts the page, and its parts must be known by then
};

for (const [name, part] of Object.entries(parts)) customElements.define(name, part);
