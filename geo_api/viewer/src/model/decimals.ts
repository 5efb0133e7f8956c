// How precise a figure is told: all figures of a column alike, and none more exact than it is.
// Downloads hold every decimal.

import type { Kolom } from "../api/types.ts";
import { isWhole } from "./layer.ts";

const COUNTED = /^(inwoners|huishoudens|personen|woningen|adressen|panden|plaatsen|plekken|locaties|eenheden|meldingen|misdrijven|m|m²)$/;
const INDEX = /^(0-1|0 tot 1|score|verhouding|keer|maal|personen per persoon|afwijking van .*)$/;
const TENTHS = /^(%.*|punten.*|per 1\.000 .*|inwoners per huishouden|minuten|dB)$/;
const FULL = 20; // points of a score that is published in whole points: its classes come this far
const SMALL = 10; // an expected number of homes, or the depth of water: below this a tenth says something

export interface Decimals {
  least: number;
  most: number;
}

const exactly = (digits: number): Decimals => ({ least: digits, most: digits });

/** Decimals of a figure of this column; a unit that is not known says no more than two. */
export function decimalsOf(kolom: Kolom, value: number): Decimals {
  const unit = kolom.eenheid ?? "";
  if (isWhole(kolom)) return exactly(0);
  if (COUNTED.test(unit)) return { least: 0, most: Math.abs(value) < SMALL ? 1 : 0 };
  if (INDEX.test(unit)) return exactly(2);
  if (unit === "punten" && kolom.klassen?.some(({ van, tot }) => (tot ?? van ?? 0) >= FULL)) return exactly(0);
  return TENTHS.test(unit) ? exactly(1) : { least: 0, most: 2 };
}
