import { formatCount } from "../charts/numberFormat";
import { LEAST_REPEATS } from "../numeric/gradientStatistics";
import type { GradientSignal } from "../worker/protocol";
import { CHOICE_TITLES } from "./choiceTitles";
import styles from "./GradientSignal.module.css";

/** Three significant digits: "0.0412", "1.65", "124". */
function formatRatio(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  const decimals = value > 0 ? Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(value)))) : 2;
  return value.toFixed(decimals);
}

/** The newest measurement, and the one before it where there is one. */
export function GradientSignalTable({ results }: { results: readonly GradientSignal[] }) {
  return (
    <table className={styles.table}>
      <caption className="visuallyHidden">Signal-to-noise ratio of the gradient, with its 95 % interval</caption>
      <thead>
        <tr>
          <th scope="col">
            SNR
            <small>95 % interval</small>
          </th>
          {results.map((result, place) => (
            <th key={place === 0 ? "newest" : "before"} scope="col">
              <ResultTitle result={result} isBefore={place > 0} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {results[0].groups.map(({ name, parameters }) => (
          <tr key={name}>
            <th scope="row">
              {name}
              <small>{formatCount(parameters)} parameters</small>
            </th>
            {results.map((result, place) => (
              <td key={place === 0 ? "newest" : "before"}>
                <GroupValue result={result} name={name} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ResultTitle({ result, isBefore }: { result: GradientSignal; isBefore: boolean }) {
  const { objective, estimator, samples, step, repeats } = result;
  return (
    <>
      {CHOICE_TITLES.bound[objective]}, {CHOICE_TITLES.estimator[estimator]}
      <small>
        K = {samples}, step {formatCount(step)}
      </small>
      <small>
        {isBefore && "before, "}R = {formatCount(repeats)}
      </small>
    </>
  );
}

function GroupValue({ result, name }: { result: GradientSignal; name: string }) {
  const group = result.groups.find((candidate) => candidate.name === name);
  if (group === undefined) return "–";
  const { snr, interval } = group;
  if (result.repeats < LEAST_REPEATS) return <small>stopped before {formatCount(LEAST_REPEATS)} repeats</small>;
  if (snr === null || interval === null) return <small>below the floor of {formatCount(result.repeats)} repeats</small>;
  return (
    <>
      {formatRatio(snr)}
      <small>
        {formatRatio(interval[0])} … {formatRatio(interval[1])}
      </small>
    </>
  );
}
