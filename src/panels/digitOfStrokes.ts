import { rasterizeStrokes, type Stroke } from "../charts/drawingPadInk";
import { normalizeDigit } from "../numeric/normalizeDigit";

/** Pixels on a side of the drawing before it is brought to 28 × 28. */
const DRAWING_SIDE = 168;

/** The drawing in the form of the data, [784] in [0, 1]; null while nothing is drawn. */
export function digitOfStrokes(strokes: readonly Stroke[]): Float32Array | null {
  return normalizeDigit(rasterizeStrokes(strokes, DRAWING_SIDE), DRAWING_SIDE, DRAWING_SIDE);
}
