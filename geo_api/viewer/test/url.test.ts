import assert from "node:assert/strict";
import { test } from "node:test";
import { formatView, parseView, START, type View } from "../src/state/url.ts";

/** Small generator with a fixed seed: failures repeat. */
function random(seed: number): () => number {
  return () => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return seed / 2 ** 32;
  };
}

test("every state survives the address", () => {
  const next = random(11);
  const pick = <T>(...options: T[]): T => options[Math.floor(next() * options.length)] as T;
  for (let i = 0; i < 2000; i++) {
    const view: View = {
      laag: pick(null, "kans_cel", "draaglast_buurt"),
      kolom: pick(null, "score", "aandeel 65+"),
      object: pick(null, "BU00140001", "a/b?c=d&e#f", "één twee"),
      peildatum: pick(null, "2024-01-01"),
      release: pick(null, 1, 981),
      camera: pick(null, {
        zoom: Math.round(next() * 2200) / 100,
        lat: Math.round((next() - 0.5) * 160e5) / 1e5,
        lon: Math.round((next() - 0.5) * 360e5) / 1e5,
      }),
      sorteer: pick(null, "score", "-score"),
      weging: pick(null, { profiel: "corporatie" }, { gewichten: { V: Math.round(next() * 100) / 10, T: 10, B: 0 } }),
      tegen: pick(null, { profiel: "zorg en welzijn" }, { gewichten: { V: 1 } }),
      klassen: pick([], ["1"], ["2", "5", "onderdrukt"]),
      naast: pick(null, "BU00140002", "a&b=c"),
      loop: pick(null, { minuten: 1 + Math.floor(next() * 30), lat: 52.12345, lon: Math.round(next() * 1e5) / 1e5 }),
      vlak: pick<View["vlak"]>([], [[5.1, 52.4], [5.12345, 52.4], [5.2, -52.5]]),
      kies: [],
      plan: pick<View["plan"]>([], [{ soort: "geclusterd", aantal: 40, status: "zacht" }, { soort: "beschermd wonen", aantal: 8, status: null }]),
      weergave: pick("beide", "kaart", "tabel"),
      taal: pick("nl", "en"),
    };
    assert.deepEqual(parseView(formatView(view)), view);
    const picked = { ...view, vlak: [], kies: ["BU00140001", "Oude Wijken / Noord"] };
    assert.deepEqual(parseView(formatView(picked)), picked);
  }
});

test("an address that cannot be read falls back to the start", () => {
  const broken = "?kaart=99/x/5&peildatum=gisteren&release=-3&weergave=globe&taal=de&laag=%20&weging=V0-T0&tegen=%3Cb%3E&klassen=0.x&loop=99/52/5&vlak=5/52_6/53&plan=geclusterd-0*x";
  assert.deepEqual(parseView(broken), START);
  assert.deepEqual(parseView("?kaart=//"), START);
  assert.equal(formatView(START), "");
});
