import { canvasContext } from "./canvasContext";
import type { DigitColors } from "./digitImageColors";
import type { PlacedEncodings } from "./encodingsPlacement";
import type { PaintSquare } from "./LatentSquareCanvas";

/** Ten hues told apart by lightness too, at least 4.5 : 1 on the paper; the glyph itself is the digit, so colour is never alone. */
const ON_LIGHT = ["#0067a5", "#b8470a", "#117733", "#882255", "#826000", "#c42d70", "#007c87", "#5d5348", "#332288", "#5f6f00"];
const ON_DARK = ["#5db2ec", "#f08c4c", "#4fc083", "#e08bc0", "#e0c04a", "#ff8a9a", "#4fd0d8", "#cbbcaa", "#a9a1ff", "#b9cc5a"];

/** The colour of a digit's glyphs in the theme in force. */
export function encodingColor(digit: number, colors: DigitColors): string {
  return (colors.dark ? ON_DARK : ON_LIGHT)[digit];
}

/** Side of a glyph with its halo, in CSS pixels. */
const GLYPH_SIZE = 14;
const GLYPH_FONT = '560 9px "Inter Variable", Inter, system-ui, sans-serif';

/** The ten digits beside each other, each with a thin halo of the paper's colour, in one picture from which they are stamped. */
function glyphSheet(colors: DigitColors, density: number): HTMLCanvasElement {
  const sheet = document.createElement("canvas");
  sheet.width = 10 * GLYPH_SIZE * density;
  sheet.height = GLYPH_SIZE * density;
  const context = canvasContext(sheet);
  if (!context) return sheet;
  context.scale(density, density);
  context.font = GLYPH_FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 2;
  context.strokeStyle = colors.paper;
  for (let digit = 0; digit < 10; digit++) {
    const x = (digit + 0.5) * GLYPH_SIZE;
    context.fillStyle = encodingColor(digit, colors);
    context.strokeText(String(digit), x, GLYPH_SIZE / 2 + 0.5);
    context.fillText(String(digit), x, GLYPH_SIZE / 2 + 0.5);
  }
  return sheet;
}

/** The sheet of a density, drawn once; anew only for another density or after the page's font has arrived. */
function keptSheet(colors: DigitColors): (density: number) => HTMLCanvasElement {
  let kept: { density: number; sheet: HTMLCanvasElement } | null = null;
  return (density) => {
    if (kept?.density === density) return kept.sheet;
    const sheet = glyphSheet(colors, density);
    kept = document.fonts.check(GLYPH_FONT) ? { density, sheet } : null;
    return sheet;
  };
}

/**
 * What paints every image as its digit, in the order of the test set; those off the square are left out. The digits are drawn
 * once per theme and density: a thousand stamps on whole device pixels cost about a millisecond.
 */
export function encodingsPainter(colors: DigitColors): (placed: PlacedEncodings) => PaintSquare {
  const sheetOf = keptSheet(colors);
  return (placed) => (context, size) => {
    const scale = context.getTransform().a;
    const density = Math.max(1, Math.ceil(scale));
    const sheet = sheetOf(density);
    const stamp = GLYPH_SIZE * density;
    const snapped = (position: number): number => Math.round((position - GLYPH_SIZE / 2) * scale) / scale;
    for (let i = 0; i < placed.labels.length; i++) {
      const x = placed.horizontal[i] * size;
      const y = (1 - placed.vertical[i]) * size;
      if (x < 0 || x > size || y < 0 || y > size) continue;
      context.drawImage(sheet, placed.labels[i] * stamp, 0, stamp, stamp, snapped(x), snapped(y), GLYPH_SIZE, GLYPH_SIZE);
    }
  };
}
