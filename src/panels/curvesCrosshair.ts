import type { KeyboardEvent, PointerEvent } from "react";
import type { CurveFigureName, RunCurves } from "../charts/curveFigures";
import { klKindOf } from "../charts/curveParts";
import { nearestIndex, snapStep, stepAlong } from "../charts/nearestStep";
import { boundName, formatCount, formatNats } from "../charts/numberFormat";
import type { StepScale } from "../charts/stepScale";
import { useAppState } from "./app";
import { FIGURE_TITLES } from "./curvesCaptions";

interface CrosshairTarget {
  name: CurveFigureName;
  curves: RunCurves;
  crosshair: number | null;
  onCrosshair: (step: number | null) => void;
  scale: StepScale;
  /** Where the plot's inner box begins, in pixels from the element's left edge. */
  left: number;
}

/** All recorded steps, ascending and without repeats, changes of settings among them. */
function recordedSteps({ train, test, ghosts }: RunCurves, changes: readonly number[]): number[] {
  const own = [...train.step, ...test.step];
  const steps = own.length > 0 ? own : ghosts.flatMap(({ columns }) => [...columns.step]);
  return [...new Set([...steps, ...changes])].sort((a, b) => a - b);
}

/** A move too small to see: to the very next recorded step (Shift and an arrow). */
const NEXT_POINT = 1e-6;

/** Pixels that a key moves the crosshair by; null for a key that does not. */
function keyMove(key: string, width: number): number | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return -1;
    case "ArrowRight":
    case "ArrowUp":
      return 1;
    case "PageDown":
      return -width / 10;
    case "PageUp":
      return width / 10;
    case "Home":
      return -2 * width;
    case "End":
      return 2 * width;
    default:
      return null;
  }
}

/** The crosshair in words, for a screen reader. */
function spoken({ name, curves, crosshair, scale }: CrosshairTarget, changes: string[]): string {
  if (crosshair === null) return "no step chosen; arrow keys choose one";
  const value = (columns: RunCurves["train"]) => {
    const index = nearestIndex(columns.step, crosshair, scale);
    if (index < 0) return [];
    const where = columns.step[index] === crosshair ? "" : ` at step ${formatCount(columns.step[index])}`;
    const { iwae, samples } = columns.points[index];
    const kind = name === "kl" ? ` (${klKindOf(columns.points[index])})` : "";
    const hasBound = name === "elbo" && iwae !== undefined && samples !== undefined;
    const bound = hasBound ? [`${columns.split} ${boundName(samples)} ${formatNats(iwae, 2)}${where}`] : [];
    return [`${columns.split} ${formatNats(columns[name][index], 2)}${kind}${where}`, ...bound];
  };
  return [`step ${formatCount(crosshair)}`, ...value(curves.test), ...value(curves.train), ...changes].join(", ");
}

/** Properties of the element that the crosshair is moved on: a slider over the recorded steps. */
export function useCrosshair(target: CrosshairTarget) {
  const { name, curves, crosshair, onCrosshair, scale, left } = target;
  const changes = useAppState((state) => state.changes);
  const changeSteps = changes.map((change) => change.step);
  const follow = (event: PointerEvent<HTMLElement>) => {
    const pixel = event.clientX - event.currentTarget.getBoundingClientRect().left - left;
    const main = curves.train.step.length > 0 ? curves.train.step : (curves.ghosts[0]?.columns.step ?? []);
    onCrosshair(snapStep(pixel, scale, main, [curves.test.step, changeSteps]));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const move = keyMove(event.key, scale.width);
    if (event.key === "Escape") onCrosshair(null);
    if (move === null) return;
    event.preventDefault();
    const first = event.key === "Home" ? move : 2 * scale.width;
    const pixels = crosshair === null ? first : event.shiftKey ? Math.sign(move) * NEXT_POINT : move;
    onCrosshair(stepAlong(crosshair ?? scale.domain[1], pixels, scale, recordedSteps(curves, changeSteps)));
  };
  const here = changes.filter((change) => change.step === crosshair).map((change) => change.text);
  return {
    role: "slider",
    tabIndex: 0,
    "aria-label": `Step to read in ${FIGURE_TITLES[name]}`,
    "aria-valuemin": Math.round(scale.domain[0]),
    "aria-valuemax": scale.domain[1],
    "aria-valuenow": crosshair ?? scale.domain[1],
    "aria-valuetext": spoken(target, here),
    onKeyDown,
    onPointerMove: follow,
    onPointerDown: follow,
    onPointerLeave: (event: PointerEvent<HTMLElement>) => event.pointerType === "mouse" && onCrosshair(null),
    onBlur: () => onCrosshair(null),
  };
}
