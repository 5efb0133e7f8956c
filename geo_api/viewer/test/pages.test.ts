// Where a card leads to: the factsheet of what is chosen, and the toets with its place filled in.

import assert from "node:assert/strict";
import test from "node:test";
import type { Collection } from "../src/api/types.ts";
import { factsheetOf, toetsAt } from "../src/model/pages.ts";

const layer = (naam: string): Collection =>
  ({ id: "l", title: "l", woonzorg: { geometrie: "MultiPolygon", kolommen: [{ naam, rol: "sleutel", titel: naam, type: "text" }] } } as unknown as Collection);

test("a buurt and a gebied have a sheet, a square that of its buurt, a wijk none", () => {
  assert.deepEqual(factsheetOf(layer("buurtcode"), { buurtcode: "BU99010001" }), { code: "BU99010001", href: "/buurt/BU99010001" });
  assert.equal(factsheetOf(layer("gebied"), { gebied: "Oost en West" })?.href, "/gebied/Oost%20en%20West");
  assert.equal(factsheetOf(layer("vak"), { vak: "E1592N5288", buurtcode: "BU99010001" })?.href, "/buurt/BU99010001");
  assert.equal(factsheetOf(layer("wijkcode"), { wijkcode: "WK990101" }), null);
});

test("the toets is asked at the middle of a square, or at the address that was searched", () => {
  const found = { soort: "adres", naam: "Dorpsstraat 1 & 2", code: "1", laag: "adressen", punt: null };
  assert.equal(toetsAt("E1592N5288", null), "/toets?x=159250&y=528850");
  assert.equal(toetsAt("BU99010001", found), "/toets?adres=Dorpsstraat+1+%26+2");
  assert.equal(toetsAt("BU99010001", { ...found, soort: "buurt" }), null);
});
