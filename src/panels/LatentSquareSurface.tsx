import { type KeyboardEvent, useId } from "react";
import { nearestEncoding } from "../charts/encodingsPlacement";
import { useActions, useAppState } from "./app";
import styles from "./LatentSquare.module.css";
import { drawUnder, type GlyphUnder, LatentSquareMarks } from "./LatentSquareMarks";
import { type LatentView, pointOnSquare, roundedPoint, usePlacedEncodings } from "./latentView";
import { describePoint } from "./latentWords";
import { useAnnouncement } from "./useAnnouncement";
import { useDecodedPoints } from "./useDecodedPoints";
import { type SquarePointer, useSquarePointer } from "./useSquarePointer";

/** How near to a glyph the pointer must be to mean it, in CSS pixels. */
const GLYPH_REACH = 8;

/** An arrow key moves the pin by this share of the square's side; with Shift by a fifth of it. */
const KEY_STEP = 0.05;

const ARROWS: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/** The test image under the pointer among those shown, or null. */
function useGlyphUnder(view: LatentView, pointer: SquarePointer | null, size: number): GlyphUnder | null {
  const placed = usePlacedEncodings(view);
  const shown = useAppState((state) => state.view.layers.testImages) && !view.sheet;
  if (placed === null || pointer === null || !shown) return null;
  const i = nearestEncoding(placed, pointer.horizontal, pointer.vertical, GLYPH_REACH / size);
  if (i === undefined) return null;
  return { index: placed.indices[i], label: placed.labels[i], horizontal: placed.horizontal[i], vertical: placed.vertical[i] };
}

/**
 * Takes pointer, touch and keys over the square, and draws what follows them. Its state is its own, so that moving over the
 * square renders nothing else.
 */
export function LatentSquareSurface({ size, view }: { size: number; view: LatentView }) {
  const { setView, selectImage } = useActions();
  const instructions = useId();
  const [announcement, announce] = useAnnouncement();
  const step = useAppState((state) => state.latentGrid?.step ?? null);
  const sheet = useAppState((state) => (view.sheet ? (state.latentGrid?.value ?? null) : null));
  const { pointer, handlers } = useSquarePointer(size, press);
  const glyph = useGlyphUnder(view, pointer, size);
  const hovered = pointer === null || view.sheet ? null : pointOnSquare(view, pointer.horizontal, pointer.vertical);
  const images = useDecodedPoints({ hover: hovered, pin: view.sheet ? null : view.pin }, step);

  function press(): void {
    if (glyph !== null) selectImage({ kind: "dataset", split: "test", index: glyph.index });
    else if (hovered !== null) setView({ pin: hovered });
    else if (sheet !== null && pointer !== null) setView({ pin: roundedPoint(drawUnder(sheet, pointer, view.dim).z) });
  }
  function movePin(pin: number[] | null): void {
    setView({ pin });
    announce(pin === null ? "Unpinned" : `Pin at ${describePoint(pin, view)}`);
  }
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const direction = ARROWS[event.key];
    if (view.sheet || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && view.pin !== null) movePin(null);
    else if (direction) movePin(stepPin(view, direction, event.shiftKey ? KEY_STEP / 5 : KEY_STEP));
    else return;
    event.preventDefault();
  }
  return (
    <div
      className={styles.surface}
      role="application"
      aria-label="Point in latent space"
      aria-describedby={instructions}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the square takes the focus for its arrow keys
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...handlers}
    >
      <LatentSquareMarks size={size} view={view} pointer={pointer} hovered={hovered} images={images} glyph={glyph} />
      <span id={instructions} className="visuallyHidden">
        Arrow keys move the pin, with Shift in small steps; Escape takes it away. Pointing decodes the point, a click pins it.
      </span>
      <span className="visuallyHidden" aria-live="polite">
        {announcement}
      </span>
    </div>
  );
}

/** The pin one step on, within the square; without a pin it starts from z = 0. */
function stepPin(view: LatentView, direction: readonly [number, number], distance: number): number[] {
  const { pin, across, up, transform } = view;
  const move = (z: number, way: number): number => Math.min(1, Math.max(0, transform.toUnit(z) + way * distance));
  return pointOnSquare(view, move(pin?.[across] ?? 0, direction[0]), up === null ? 0 : move(pin?.[up] ?? 0, direction[1]));
}
