import { formatCount } from "../charts/numberFormat";
import type { AppState } from "../store/state";
import { useAppState } from "./app";
import { megabytes } from "./controls/numberText";
import styles from "./RunStatus.module.css";

type DataProgress = AppState["data"];

/** Bytes until the first images can be used, images after that. */
function describe({ bytesLoaded, bytesTotal, imagesReady, imagesTotal }: DataProgress): { done: number | undefined; text: string } {
  if (imagesReady === 0 && bytesTotal > 0) {
    return { done: bytesLoaded / bytesTotal, text: `${megabytes(bytesLoaded)} of ${megabytes(bytesTotal)} MB` };
  }
  if (imagesTotal > 0) {
    return { done: imagesReady / imagesTotal, text: `${formatCount(imagesReady)} of ${formatCount(imagesTotal)} images` };
  }
  return { done: undefined, text: "asking for MNIST" };
}

/** How much of MNIST is here; `short` leaves room for the run's own figures. */
export function DataStatus({ short }: { short: boolean }) {
  const data = useAppState((state) => state.data);
  const { done, text } = describe(data);
  return (
    <span className={styles.data}>
      {!short && <span>MNIST</span>}
      <progress className={styles.bar} aria-label="MNIST loaded" value={done} max={1} />
      {data.problem === null ? <span>{text}</span> : <span className={styles.problem}>{data.problem}</span>}
    </span>
  );
}
