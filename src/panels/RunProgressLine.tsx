import { useAppState } from "./app";
import styles from "./RunStatus.module.css";

/** A thin line under the top bar: how much of the way to the stop is done. */
export function RunProgressLine() {
  const share = useAppState(({ run, experiment: { stopAfterEpochs } }) =>
    run === null || run.step === 0 || stopAfterEpochs === null
      ? null
      : Math.round(Math.min(1, run.step / (stopAfterEpochs * run.stepsPerEpoch)) * 1000) / 1000,
  );
  if (share === null) return null;
  return <progress className={styles.line} aria-label="Done of the run" value={share} max={1} />;
}
