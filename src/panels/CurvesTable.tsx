import { memo, useEffect, useRef, useState } from "react";
import type { CurveFigureName, RunCurves } from "../charts/curveFigures";
import { nearestIndex } from "../charts/nearestStep";
import { boundName, formatCount, formatNats } from "../charts/numberFormat";
import { stepScale } from "../charts/stepScale";
import type { TruthCurves } from "../charts/truthCurves";
import { FIGURE_TITLES } from "./curvesCaptions";

const MOST_ROWS = 50;
const REFRESH_MILLISECONDS = 2000;

/** The value, followed at intervals: a reader is not interrupted twenty times a second. */
function useAtIntervals<T>(value: T): T {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  }, [value]);
  useEffect(() => {
    const timer = setInterval(() => setShown(latest.current), REFRESH_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return shown;
}

interface Row {
  step: number;
  epoch: number;
  test: number;
  train: number;
  /** K of the row's L_K, and the bound; NaN where it was not measured. */
  samples: number;
  testBound: number;
  trainBound: number;
}

/** At most 50 rows, evenly over the test evaluations (train reports when there are none), the last one always among them. */
function tableRows(name: CurveFigureName, { train, test }: RunCurves): Row[] {
  const main = test.step.length > 0 ? test : train;
  const count = Math.min(MOST_ROWS, main.step.length);
  const scale = stepScale([0, 1], "linear", 1);
  return Array.from({ length: count }, (_, row) => {
    const index = main.step.length - 1 - Math.floor(((count - 1 - row) * main.step.length) / count);
    const trainIndex = nearestIndex(train.step, main.step[index], scale);
    const samples = main.samples[index];
    return {
      step: main.step[index],
      epoch: main.points[index].epoch,
      test: main === test ? test[name][index] : Number.NaN,
      train: trainIndex < 0 ? Number.NaN : train[name][trainIndex],
      samples,
      testBound: main === test ? test.iwae[index] : Number.NaN,
      trainBound: train.samples[trainIndex] === samples ? train.iwae[trainIndex] : Number.NaN,
    };
  });
}

/** L_K is told of the ELBO, once it has been an objective of the run. */
function tellsBound(name: CurveFigureName, { train, test }: RunCurves): boolean {
  return name === "elbo" && [train, test].some(({ samples }) => samples.some(Number.isFinite));
}

const Rows = memo(function Rows({ name, curves, bound }: { name: CurveFigureName; curves: RunCurves; bound: boolean }) {
  return tableRows(name, curves).map((row, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a step can be evaluated twice, and a row holds no state.
    <tr key={place}>
      <th scope="row">{formatCount(row.step)}</th>
      <td>{row.epoch.toFixed(2)}</td>
      <td>{formatNats(row.test, 2)}</td>
      <td>{formatNats(row.train, 2)}</td>
      {bound && (
        <>
          <td>{Number.isFinite(row.samples) ? row.samples : "–"}</td>
          <td>{formatNats(row.testBound, 2)}</td>
          <td>{formatNats(row.trainBound, 2)}</td>
        </>
      )}
    </tr>
  ));
});

/** The figure's data for a screen reader: at most 50 rows, refreshed every two seconds. */
export function CurvesTable({ name, curves }: { name: CurveFigureName; curves: RunCurves }) {
  const shown = useAtIntervals(curves);
  const bound = tellsBound(name, shown);
  return (
    <div className="visuallyHidden">
      <table>
        <caption>{FIGURE_TITLES[name]} in nats per image</caption>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Epoch</th>
            <th scope="col">Test</th>
            <th scope="col">Train</th>
            {bound && (
              <>
                <th scope="col">K</th>
                <th scope="col">Test L_K</th>
                <th scope="col">Train L_K</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          <Rows name={name} curves={shown} bound={bound} />
        </tbody>
      </table>
    </div>
  );
}

/** What was measured beside the ELBO, for a screen reader: the last 50 points. */
export function TruthTable({ truth }: { truth: TruthCurves }) {
  const { name, step, elbo, evidence, evidenceError, bound, boundError, samples } = truth;
  const columns = { ELBO: elbo, [name]: evidence, "± of its gap": evidenceError, [boundName(samples)]: bound, "± of that gap": boundError };
  return (
    <div className="visuallyHidden">
      <table>
        <caption>{`${name} and ${boundName(samples)} beside the ELBO of the test images, in nats per image`}</caption>
        <thead>
          <tr>
            {["Step", ...Object.keys(columns)].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from(step.subarray(-MOST_ROWS), (at, row) => {
            const index = Math.max(0, step.length - MOST_ROWS) + row;
            return (
              <tr key={at}>
                <th scope="row">{formatCount(at)}</th>
                {Object.entries(columns).map(([title, values]) => (
                  <td key={title}>{formatNats(values[index], 2)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
