import { formatCount } from "../charts/numberFormat";
import { useAppState } from "./app";
import styles from "./LatentSpacePanel.module.css";
import { type LatentView, usePlacedEncodings } from "./latentView";

/** How many of the test images the axes cannot show, or show only at their very edge. */
export function LatentImagesCount({ view }: { view: LatentView }) {
  const placed = usePlacedEncodings(view);
  const draws = useAppState((state) => state.encodings?.value.meanSamples ?? null);
  if (placed === null) return null;
  return (
    <span className={styles.count}>
      {formatCount(placed.beyond)} of {formatCount(placed.labels.length)}{" "}
      {view.transform.scale === "linear" ? "lie off the axes" : "lie beyond ±3, at the very edge"}
      {draws !== null && `; means of ${draws} draws`}
    </span>
  );
}
