// A picture of the map with what must be said beside it: title, legend, weighting, release, dates
// and source. Drawn on a canvas of its own; nothing is sent anywhere.

import { DOT, PATTERNS, SIZE, UNSURE } from "../map/patterns.ts";
import type { Absence } from "../model/classes.ts";

export interface Sheet {
  title: string;
  subtitle: string;
  classes: { sign: string | Absence | "onzeker"; label: string }[]; // a colour, or the pattern of an absence
  lines: string[];
}

const MARGIN = 24;
const SIDE = 300;
const LINE = 18;
const FONT = '"Noto Sans", sans-serif';

function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const fits = Math.max(1, Math.floor(width / 7)); // of an address, which has no spaces
    if (word.length > fits && pen.measureText(word).width > width) {
      lines.push(...(line ? [line] : []), ...(word.match(new RegExp(`.{1,${fits}}`, "g")) ?? []));
      line = lines.pop() ?? "";
      continue;
    }
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

function drawSign(pen: CanvasRenderingContext2D, sign: string, x: number, y: number): void {
  const [wide, high] = [26, 16];
  const pattern = sign === "onzeker" ? UNSURE : Object.hasOwn(PATTERNS, sign) ? PATTERNS[sign as Absence] : null;
  pen.save();
  pen.beginPath();
  pen.rect(x, y, wide, high);
  pen.fillStyle = pattern ? pattern.ground || "#c4b9dd" : sign;
  pen.fill();
  pen.strokeStyle = "#2a2f36";
  pen.stroke();
  pen.clip();
  if (pattern) {
    pen.strokeStyle = pen.fillStyle = pattern.ink;
    pen.beginPath();
    for (let dx = 0; dx < wide; dx += SIZE) {
      for (let dy = 0; dy < high; dy += SIZE) {
        for (const [x1, y1, x2, y2] of pattern.lines) {
          pen.moveTo(x + dx + x1, y + dy + y1);
          pen.lineTo(x + dx + x2, y + dy + y2);
        }
        for (const [cx, cy] of pattern.dots) pen.fillRect(x + dx + cx - DOT, y + dy + cy - DOT, 2 * DOT, 2 * DOT);
      }
    }
    pen.stroke();
  }
  pen.restore();
}

/** Draw title, map, legend beside it and the lines under both; gives the height that this took. */
function layOut(pen: CanvasRenderingContext2D, map: HTMLCanvasElement, sheet: Sheet, wide: number, tall: number): number {
  const write = (text: string, x: number, y: number, font: string, width: number): number => {
    pen.font = `${font} ${FONT}`;
    pen.fillStyle = "#14181d";
    const lines = wrap(pen, text, width);
    lines.forEach((line, i) => pen.fillText(line, x, y + i * LINE));
    return y + lines.length * LINE;
  };
  const whole = wide + MARGIN + SIDE;
  const top = write(sheet.title, MARGIN, MARGIN + 16, "600 20px", whole) + 6;
  pen.drawImage(map, MARGIN, top, wide, tall);
  pen.strokeStyle = "#2a2f36";
  pen.strokeRect(MARGIN, top, wide, tall);
  const x = MARGIN * 2 + wide;
  let y = write(sheet.subtitle, x, top + 14, "600 14px", SIDE) + 6;
  for (const { sign, label } of sheet.classes) {
    drawSign(pen, sign, x, y - 12);
    y = write(label, x + 36, y + 1, "400 13px", SIDE - 36) + 5;
  }
  y = Math.max(y, top + tall + LINE) + 8;
  for (const line of sheet.lines) y = write(line, MARGIN, y, "400 12px", whole) + 4;
  return y;
}

export async function picture(map: HTMLCanvasElement, sheet: Sheet): Promise<Blob> {
  const scale = devicePixelRatio;
  const [wide, tall] = [map.width / scale, map.height / scale];
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const high = layOut(pen, map, sheet, wide, tall); // a first time only to learn how tall it is
  canvas.width = (wide + SIDE + 3 * MARGIN) * scale;
  canvas.height = (high + MARGIN) * scale;
  pen.scale(scale, scale);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  layOut(pen, map, sheet, wide, tall);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}
