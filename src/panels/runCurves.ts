import { useMemo, useRef } from "react";
import { curveColumns, extendColumns } from "../charts/curveColumns";
import { type CurvesDisplay, curveFigures, type Ghost, type RunCurves } from "../charts/curveFigures";
import { stepDomain } from "../charts/stepScale";
import { truthCurves } from "../charts/truthCurves";
import type { Experiment } from "../experiment/experiment";
import type { AppState } from "../store/state";
import { useAppState } from "./app";
import { evidenceName, totalFloor, whyNotComparable } from "./curvesCaptions";

/** How the curves are shown at first. */
export const FIRST_DISPLAY: CurvesDisplay = { smoothing: 0, logarithmic: true, showLoss: false, allValues: false };

/** Runs to be drawn beside the one in hand: those that are compared with it, or else the run before. */
export function useOthers(): AppState["compared"] {
  const compared = useAppState((state) => state.compared);
  const previous = useAppState((state) => state.previous);
  const inHand = useAppState((state) => state.runId);
  return useMemo(() => {
    const others = compared.filter(({ run }) => run.runId !== inHand);
    return others.length > 0 || previous === null ? others : [{ name: "previous", run: previous }];
  }, [compared, previous, inHand]);
}

/** Another run as columns: its test evaluations, or its train curve when it was never evaluated. */
function ghostOf({ name, run }: AppState["compared"][number], experiment: Experiment): Ghost[] {
  if (whyNotComparable(run.experiment, experiment) !== null) return [];
  const test = curveColumns(run.history, "test");
  const columns = test.step.length > 0 ? test : curveColumns(run.history, "train");
  return columns.step.length > 0 ? [{ name, columns }] : [];
}

/** The split's columns, each report's made from the last one's. */
function useColumns(split: "train" | "test"): RunCurves["train"] {
  const history = useAppState((state) => state.history);
  const grown = useRef(curveColumns([], split));
  return useMemo(() => {
    grown.current = extendColumns(grown.current, history);
    return grown.current;
  }, [history]);
}

/** log p(x) and L_K along the test curve, where they are asked for. */
function useTruth(experiment: Experiment, test: RunCurves["test"]): RunCurves["truth"] {
  const points = useAppState((state) => state.truthPoints);
  const isAsked = useAppState((state) => state.view.bounds);
  const name = evidenceName(experiment);
  return useMemo(() => (isAsked ? truthCurves(points, test, name) : null), [points, isAsked, test, name]);
}

/** The columns of the run in hand, others where they compare, and the truth where it is asked for. */
function useRunCurves(): RunCurves {
  const train = useColumns("train");
  const test = useColumns("test");
  const experiment = useAppState((state) => state.experiment);
  const others = useOthers();
  const ghosts = useMemo(() => others.flatMap((other) => ghostOf(other, experiment)), [others, experiment]);
  const latentDim = experiment.latent.dim;
  const truth = useTruth(experiment, test);
  return useMemo(() => ({ train, test, ghosts, latentDim, truth }), [train, test, ghosts, latentDim, truth]);
}

const lastOf = (steps: Float64Array): number => steps.at(-1) ?? 0;

/** The run's last step; before its first report, that of the ghosts, so that they have an axis. */
function lastStep({ train, test, ghosts }: RunCurves): number {
  return Math.max(lastOf(train.step), lastOf(test.step)) || Math.max(0, ...ghosts.map(({ columns }) => lastOf(columns.step)));
}

/** What the three figures draw, and the steps they draw it over. */
export function useCurveFigures(display: CurvesDisplay) {
  const curves = useRunCurves();
  const experiment = useAppState((state) => state.experiment);
  const changes = useAppState((state) => state.changes);
  const figures = useMemo(
    () => curveFigures(curves, display, [...new Set(changes.map((change) => change.step))], totalFloor(experiment)),
    [curves, display, changes, experiment],
  );
  return { curves, figures, domain: stepDomain(lastStep(curves), display.logarithmic ? "log" : "linear", display.allValues) };
}
