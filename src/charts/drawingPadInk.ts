/** A line drawn without lifting the pen: points in units of the pad, 0 … 1 from the top left. */
export type Stroke = ReadonlyArray<readonly [number, number]>;

/** Width of the pen in units of the pad: at 20 of 28 pixels for the digit's height it comes out as in MNIST, two to three pixels. */
export const PEN_WIDTH = 0.085;

/** Squared distance from a point to a segment. */
function squaredDistance(x: number, y: number, from: readonly [number, number], to: readonly [number, number]): number {
  const along = [to[0] - from[0], to[1] - from[1]];
  const length = along[0] ** 2 + along[1] ** 2;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]) * along[0] + (y - from[1]) * along[1]) / length));
  return (x - from[0] - share * along[0]) ** 2 + (y - from[1] - share * along[1]) ** 2;
}

function inkSegment(ink: Float32Array, side: number, from: readonly [number, number], to: readonly [number, number]): void {
  const reach = PEN_WIDTH / 2 + 1 / side;
  const first = (a: number, b: number): number => Math.max(0, Math.floor((Math.min(a, b) - reach) * side));
  const last = (a: number, b: number): number => Math.min(side - 1, Math.ceil((Math.max(a, b) + reach) * side));
  for (let row = first(from[1], to[1]); row <= last(from[1], to[1]); row++) {
    for (let column = first(from[0], to[0]); column <= last(from[0], to[0]); column++) {
      const distance = Math.sqrt(squaredDistance((column + 0.5) / side, (row + 0.5) / side, from, to));
      const cover = Math.min(1, Math.max(0, (PEN_WIDTH / 2 - distance) * side + 0.5));
      ink[row * side + column] = Math.max(ink[row * side + column], cover);
    }
  }
}

/**
 * What a round pen leaves on a pad of side × side pixels, grey at the edges.
 * @returns ink from 0 to 1, [side · side], row by row from the top left
 */
export function rasterizeStrokes(strokes: readonly Stroke[], side: number): Float32Array {
  const ink = new Float32Array(side * side);
  for (const stroke of strokes) {
    for (let i = 0; i < stroke.length; i++) inkSegment(ink, side, stroke[Math.max(0, i - 1)], stroke[i]);
  }
  return ink;
}
