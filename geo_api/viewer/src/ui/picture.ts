// A picture of the map with what must be said beside it: title, legend, weighting, release, dates
// and source. Drawn on a canvas of its own; nothing is sent anywhere.

export interface Sheet {
  title: string;
  subtitle: string;
  classes: { colour: string | null; label: string }[]; // no colour: a pattern, drawn as hatch
  lines: string[];
}

const MARGIN = 24;
const SIDE = 300;
const FONT = '"Noto Sans", sans-serif';

function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

export async function picture(map: HTMLCanvasElement, sheet: Sheet): Promise<Blob> {
  const scale = devicePixelRatio;
  const [wide, tall] = [map.width / scale, map.height / scale];
  const high = Math.max(tall, 60 + sheet.classes.length * 26 + sheet.lines.length * 48);
  const canvas = document.createElement("canvas");
  canvas.width = (wide + SIDE + 3 * MARGIN) * scale;
  canvas.height = (high + 2 * MARGIN + 56) * scale;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.scale(scale, scale);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  const write = (text: string, x: number, y: number, font: string, width: number): number => {
    pen.font = `${font} ${FONT}`;
    pen.fillStyle = "#14181d";
    let at = y;
    for (const line of wrap(pen, text, width)) {
      pen.fillText(line, x, at);
      at += 18;
    }
    return at;
  };
  write(sheet.title, MARGIN, MARGIN + 16, "600 20px", wide + SIDE);
  pen.drawImage(map, MARGIN, MARGIN + 40, wide, tall);
  pen.strokeStyle = "#2a2f36";
  pen.strokeRect(MARGIN, MARGIN + 40, wide, tall);
  const x = MARGIN * 2 + wide;
  let y = write(sheet.subtitle, x, MARGIN + 54, "600 14px", SIDE) + 6;
  for (const { colour, label } of sheet.classes) {
    pen.fillStyle = colour ?? "#e2e0dc";
    pen.fillRect(x, y - 12, 26, 16);
    pen.strokeRect(x, y - 12, 26, 16);
    if (colour === null) {
      pen.beginPath();
      for (let k = 0; k < 26; k += 6) {
        pen.moveTo(x + k, y + 4);
        pen.lineTo(Math.min(x + k + 8, x + 26), y - 12);
      }
      pen.stroke();
    }
    y = write(label, x + 36, y + 1, "400 13px", SIDE - 36) + 5;
  }
  y += 8;
  for (const line of sheet.lines) y = write(line, x, y, "400 12px", SIDE) + 4;
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}
