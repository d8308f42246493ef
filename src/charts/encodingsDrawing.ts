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

const GLYPH_SIZE = 16;

/** One digit with a thin halo of the paper's colour, drawn once and stamped for every image of its class. */
function glyphStamp(digit: number, colors: DigitColors, density: number): HTMLCanvasElement {
  const stamp = document.createElement("canvas");
  stamp.width = stamp.height = GLYPH_SIZE * density;
  const context = stamp.getContext("2d");
  if (!context) return stamp;
  context.scale(density, density);
  context.font = '650 10px "Inter Variable", Inter, system-ui, sans-serif';
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colors.paper;
  context.fillStyle = encodingColor(digit, colors);
  context.strokeText(String(digit), GLYPH_SIZE / 2, GLYPH_SIZE / 2 + 0.5);
  context.fillText(String(digit), GLYPH_SIZE / 2, GLYPH_SIZE / 2 + 0.5);
  return stamp;
}

/** Paints every image as its digit, in the order of the test set; those off the square are left out. */
export function paintEncodings(placed: PlacedEncodings, colors: DigitColors): PaintSquare {
  return (context, size) => {
    const density = Math.max(1, Math.ceil(context.getTransform().a));
    const stamps = Array.from({ length: 10 }, (_, digit) => glyphStamp(digit, colors, density));
    for (let i = 0; i < placed.labels.length; i++) {
      const x = placed.horizontal[i] * size;
      const y = (1 - placed.vertical[i]) * size;
      if (x < 0 || x > size || y < 0 || y > size) continue;
      context.drawImage(stamps[placed.labels[i]], x - GLYPH_SIZE / 2, y - GLYPH_SIZE / 2, GLYPH_SIZE, GLYPH_SIZE);
    }
  };
}
