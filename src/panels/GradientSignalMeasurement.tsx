import { formatCount } from "../charts/numberFormat";
import { useActions, useAppState } from "./app";
import { WORKS } from "./explanations/explanation";
import styles from "./GradientSignal.module.css";
import { GradientSignalTable } from "./GradientSignalTable";

/** How far the mean gradient stands out of its noise, measured when asked for. */
export function GradientSignalMeasurement() {
  const results = useAppState((state) => state.gradientSignals.results);
  return (
    <>
      <p className={styles.title}>Gradient noise</p>
      <p className={styles.text}>
        Repeats the next step’s gradient g with fresh noise ε, the weights, images and bits held still, and sets its mean against its
        spread: SNR = ‖E g‖ / √tr Cov g. At 1 the noise is as long as the mean.
      </p>
      <Measuring />
      {results.length > 0 && <GradientSignalTable results={results} />}
      <p className={styles.reference}>
        <a href={WORKS.rainforth.url} target="_blank" rel="noreferrer">
          {WORKS.rainforth.text}
        </a>
      </p>
    </>
  );
}

/** Begins a measurement; while it runs, how far it is, and its stop. */
function Measuring() {
  const measuring = useAppState((state) => state.gradientSignals.measuring);
  const isReady = useAppState((state) => state.data.ready && state.run !== null);
  const { measureGradientSignal, stopGradientSignal } = useActions();
  if (measuring === null) {
    return (
      <div className={styles.measuring}>
        <button type="button" className={styles.button} disabled={!isReady} onClick={() => void measureGradientSignal()}>
          Measure
        </button>
        <span className={styles.count}>1 000 to 16 000 repeats, as needed</span>
      </div>
    );
  }
  const { repeats, mostRepeats } = measuring;
  return (
    <div className={styles.measuring}>
      <button type="button" className={styles.button} onClick={() => void stopGradientSignal()}>
        Stop
      </button>
      <progress className={styles.progress} value={repeats} max={mostRepeats} aria-label="Repeats of the gradient" />
      <span className={styles.count}>
        {formatCount(repeats)} of at most {formatCount(mostRepeats)}
      </span>
    </div>
  );
}
