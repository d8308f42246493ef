/** Pixels on a side of an MNIST image, and of the box into which its digit is scaled. */
const SIDE = 28;
const BOX = 20;
/** The centre of the pixel with index 14. */
const MASS_CENTER = 14.5;

/** Ink below this is no mark. */
const FAINTEST = 0.02;

interface Bounds {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The smallest rectangle around all marks, or null where there are none. */
function inkBounds(ink: Float32Array, width: number, height: number): Bounds | null {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let i = 0; i < width * height; i++) {
    if (ink[i] <= FAINTEST) continue;
    const [column, row] = [i % width, Math.floor(i / width)];
    left = Math.min(left, column);
    right = Math.max(right, column);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Mean of the ink over a rectangle with fractional edges; what lies outside the drawing is paper. */
function meanInk(ink: Float32Array, width: number, height: number, left: number, top: number, right: number, bottom: number): number {
  let sum = 0;
  for (let row = Math.max(0, Math.floor(top)); row < Math.min(height, bottom); row++) {
    const down = Math.min(bottom, row + 1) - Math.max(top, row);
    for (let column = Math.max(0, Math.floor(left)); column < Math.min(width, right); column++) {
      sum += ink[row * width + column] * down * (Math.min(right, column + 1) - Math.max(left, column));
    }
  }
  return sum / ((right - left) * (bottom - top));
}

/** Centre of mass in pixels, pixel i covering [i, i + 1]. */
export function centerOfMass(ink: Float32Array, width: number): { x: number; y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (let i = 0; i < ink.length; i++) {
    mass += ink[i];
    x += ink[i] * ((i % width) + 0.5);
    y += ink[i] * (Math.floor(i / width) + 0.5);
  }
  return { x: x / mass, y: y / mass };
}

/**
 * Brings a drawing into MNIST's form (LeCun, Cortes & Burges): scaled with its proportions kept so that it fits a 20 × 20 box,
 * grey from averaging, then moved by whole pixels so that its centre of mass is at the centre of pixel (14, 14) of the 28 × 28
 * image, which is where the published files have it (mean over the training set: 14.50 with pixel i covering [i, i + 1]).
 * @param ink 0 … 1, [height · width], row by row from the top left
 * @returns [784] in [0, 1], or null for an empty drawing
 */
export function normalizeDigit(ink: Float32Array, width: number, height: number): Float32Array | null {
  const bounds = inkBounds(ink, width, height);
  if (bounds === null) return null;
  const scale = Math.max(bounds.width, bounds.height) / BOX;
  const center = { x: bounds.left + bounds.width / 2, y: bounds.top + bounds.height / 2 };
  const boxed = new Float32Array(BOX * BOX);
  for (let i = 0; i < boxed.length; i++) {
    const left = center.x + ((i % BOX) - BOX / 2) * scale;
    const top = center.y + (Math.floor(i / BOX) - BOX / 2) * scale;
    boxed[i] = meanInk(ink, width, height, left, top, left + scale, top + scale);
  }
  return placeByMass(boxed);
}

/** Puts the 20 × 20 box into the image by its centre of mass; a mark is never pushed over the border. */
function placeByMass(boxed: Float32Array): Float32Array {
  const mass = centerOfMass(boxed, BOX);
  const offset = (coordinate: number): number => Math.min(SIDE - BOX, Math.max(0, Math.round(MASS_CENTER - coordinate)));
  const [across, down] = [offset(mass.x), offset(mass.y)];
  const image = new Float32Array(SIDE * SIDE);
  for (let i = 0; i < boxed.length; i++) image[(down + Math.floor(i / BOX)) * SIDE + across + (i % BOX)] = boxed[i];
  return image;
}
