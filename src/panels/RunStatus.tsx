import type { ReactNode } from "react";
import { formatCount } from "../charts/numberFormat";
import { useAppState } from "./app";
import { duration } from "./controls/numberText";
import { DataStatus } from "./DataStatus";
import styles from "./RunStatus.module.css";

/** Where the run is, how fast it goes, and how much of the data is here; to be brief, not how fast, and of the data only until the run begins. */
export function RunStatus({ brief = false }: { brief?: boolean }) {
  const failure = useAppState((state) => state.failure);
  const started = useAppState((state) => state.run !== null && (state.run.step > 0 || state.run.phase === "training"));
  const complete = useAppState(({ data }) => data.imagesTotal > 0 && data.imagesReady >= data.imagesTotal && data.problem === null);
  const troubled = useAppState(({ data }) => data.problem !== null);
  const recovery = useAppState((state) => state.recovery);
  if (recovery !== null) {
    const doing = recovery.waiting === null ? "restarting the worker" : `the worker failed; another try in ${recovery.waiting} s`;
    return <p className={styles.status}>{doing} …</p>;
  }
  if (failure !== null) return <p className={`${styles.status} ${styles.failure}`}>{failure}</p>;
  return (
    <div className={styles.status}>
      {(started || complete) && <Figures brief={brief} />}
      {!complete && (!brief || !started || troubled) && <DataStatus short={started} />}
    </div>
  );
}

/** Each figure keeps its width while its digits change. */
function Figures({ brief }: { brief: boolean }) {
  const run = useAppState((state) => state.run);
  const stop = useAppState((state) => state.experiment.stopAfterEpochs);
  if (run === null) return null;
  const timed = run.phase === "training" && !brief;
  return (
    <>
      <Figure name="step" width="step">
        {formatCount(run.step)}
      </Figure>
      <Figure name="epoch" width="epoch" after={stop === null || brief ? undefined : `of ${stop}`}>
        {run.epoch.toFixed(1)}
      </Figure>
      {timed && (
        <Figure width="speed" after="images/s">
          {formatCount(run.imagesPerSecond)}
        </Figure>
      )}
      {timed && run.secondsLeft !== null && (
        <Figure width="left" after="left">
          {duration(run.secondsLeft)}
        </Figure>
      )}
    </>
  );
}

interface FigureProps {
  name?: string;
  width: "step" | "epoch" | "speed" | "left";
  after?: string;
  children: ReactNode;
}

function Figure({ name, width, after, children }: FigureProps) {
  return (
    <span className={styles.figure}>
      {name} <strong className={styles[width]}>{children}</strong> {after}
    </span>
  );
}
