import { canvasContext } from "./canvasContext";
import { DIGIT_SIDE } from "./DigitImage";
import { type DigitColors, digitRamp } from "./digitImageColors";
import type { PaintSquare } from "./LatentSquareCanvas";

/**
 * The images of a grid beside each other, as bytes of one picture.
 * @param pixels [side², 784], 0 … 255, row by row from the top left
 * @returns RGBA words, [rows · 28, side · 28]
 */
export function gridMosaic(pixels: Uint8Array, side: number, rows: number, ramp: Uint32Array): Uint32Array {
  const digit = DIGIT_SIDE;
  const width = side * digit;
  const words = new Uint32Array(rows * digit * width);
  let source = 0;
  for (let cell = 0; cell < rows * side; cell++) {
    const start = Math.floor(cell / side) * digit * width + (cell % side) * digit;
    for (let line = 0; line < digit; line++) {
      const target = start + line * width;
      for (let x = 0; x < digit; x++) words[target + x] = ramp[pixels[source++]];
    }
  }
  return words;
}

export interface GridPicture {
  pixels: Uint8Array;
  side: number;
  /** Only the first rows of the grid, along the bottom of the square: with one latent dimension the other rows say nothing more. */
  rows: number;
}

/** Paints the grid, cell (row, column) of side n over [column/n, (column + 1)/n] of the square. */
export function paintLatentGrid({ pixels, side, rows }: GridPicture, colors: DigitColors): PaintSquare {
  const mosaic = document.createElement("canvas");
  mosaic.width = side * DIGIT_SIDE;
  mosaic.height = rows * DIGIT_SIDE;
  const image = new ImageData(mosaic.width, mosaic.height);
  new Uint32Array(image.data.buffer).set(gridMosaic(pixels, side, rows, digitRamp(colors)));
  canvasContext(mosaic)?.putImageData(image, 0, 0);
  return (context, size) => {
    const height = (rows / side) * size;
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "medium";
    context.drawImage(mosaic, 0, size - height, size, height);
  };
}
