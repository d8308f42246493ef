import { LatentSquareLens } from "../charts/LatentSquareLens";
import { formatNats } from "../charts/numberFormat";
import type { LatentGrid } from "../worker/protocol";
import { useAppState } from "./app";
import styles from "./LatentSquare.module.css";
import type { LatentView } from "./latentView";
import { shownCoordinates } from "./latentWords";
import type { DecodedPoints } from "./useDecodedPoints";
import type { SquarePointer } from "./useSquarePointer";

/** The test image under the pointer: its number, its digit, and where it stands in units of the square. */
export interface GlyphUnder {
  index: number;
  label: number;
  horizontal: number;
  vertical: number;
}

interface LatentSquareMarksProps {
  size: number;
  view: LatentView;
  pointer: SquarePointer | null;
  /** The point under the pointer. */
  hovered: number[] | null;
  images: DecodedPoints;
  glyph: GlyphUnder | null;
}

/** What follows the pointer and the pin: their marks, and beside each the image that it decodes to. */
export function LatentSquareMarks({ size, view, pointer, hovered, images, glyph }: LatentSquareMarksProps) {
  const across = (unit: number): number => unit * size;
  const down = (unit: number): number => (1 - unit) * size;
  const pin = view.sheet ? null : view.pin;
  const pinX = pin && across(view.transform.toUnit(pin[view.across]));
  const pinY = pin && (view.up === null ? size / 2 : down(view.transform.toUnit(pin[view.up])));
  return (
    <>
      <svg width={size} height={size} className={styles.overlay} aria-hidden="true">
        {pinX !== null && pinY !== null && <PinMark x={pinX} y={pinY} />}
        {glyph && <circle cx={across(glyph.horizontal)} cy={down(glyph.vertical)} r={9} className={styles.glyphRing} />}
      </svg>
      {pin !== null && pinX !== null && pinY !== null && pointer === null && (
        <LatentSquareLens kind="pin" x={pinX} y={pinY} size={size} pixels={images.pin} caption={shownCoordinates(pin, view)} />
      )}
      {pointer && hovered && (
        <LatentSquareLens
          kind="hover"
          x={across(pointer.horizontal)}
          y={down(pointer.vertical)}
          size={size}
          pixels={images.hover}
          caption={`${view.variable} = ${shownCoordinates(hovered, view)}`}
          note={glyph && `image ${glyph.index}: a ${glyph.label}`}
        />
      )}
      {pointer && view.sheet && <SheetLens size={size} pointer={pointer} view={view} />}
    </>
  );
}

function PinMark({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path d="M-9,0H9M0,-9V9" className={styles.pinHalo} />
      <path d="M-9,0H9M0,-9V9" className={styles.pinMark} />
      <circle r={4.5} className={styles.pinDot} />
    </g>
  );
}

/** The draw of a sheet that is under the pointer. */
export function drawUnder(grid: LatentGrid, pointer: SquarePointer, dim: number): { pixels: Float32Array; z: Float32Array } {
  const { side } = grid.settings;
  const cellOf = (unit: number): number => Math.min(side - 1, Math.floor(unit * side));
  const cell = cellOf(1 - pointer.vertical) * side + cellOf(pointer.horizontal);
  const pixels = Float32Array.from(grid.pixels.subarray(784 * cell, 784 * (cell + 1)), (level) => level / 255);
  return { pixels, z: grid.z.subarray(dim * cell, dim * (cell + 1)) };
}

/** On a sheet of draws: the draw under the pointer, enlarged. */
function SheetLens({ size, pointer, view }: { size: number; pointer: SquarePointer; view: LatentView }) {
  const grid = useAppState((state) => state.latentGrid?.value ?? null);
  if (grid === null) return null;
  const { pixels, z } = drawUnder(grid, pointer, view.dim);
  const caption = `${view.variable} = ${[...z.subarray(0, 2)].map((value) => formatNats(value, 1)).join(", ")}${view.dim > 2 ? ", …" : ""}`;
  return (
    <LatentSquareLens
      kind="hover"
      x={pointer.horizontal * size}
      y={(1 - pointer.vertical) * size}
      size={size}
      pixels={pixels}
      caption={caption}
    />
  );
}
