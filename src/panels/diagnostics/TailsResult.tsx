import { formatShape } from "../../charts/estimateFormat";
import { formatCount } from "../../charts/numberFormat";
import { SHAPE_HISTOGRAM_HEIGHT, ShapeHistogram, type ShapeRegion } from "../../charts/ShapeHistogram";
import { SizedDrawing } from "../../charts/SizedDrawing";
import type { MadeReport, TailsReport } from "../../worker/protocol";
import { useActions, useAppState } from "../app";
import styles from "./Diagnostics.module.css";
import { NumbersTable } from "./NumbersTable";
import { nextInRange, orderByShape } from "./shapeOrder";

const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;

const regionsOf = (threshold: number): ShapeRegion[] => [
  { name: "good", from: NEGATIVE_INFINITY, to: threshold, color: "var(--good)" },
  { name: "bad", from: threshold, to: 1, color: "var(--warning)" },
  { name: "very bad", from: 1, to: POSITIVE_INFINITY, color: "var(--error)" },
];

/** The index of the selected image where it is one of the report's, otherwise null. */
function useSelectedIndex({ split }: TailsReport): number | null {
  return useAppState(({ view: { selected } }) => (selected.kind === "dataset" && selected.split === split ? selected.index : null));
}

/** Shapes of the tails over images, never their mean: one image with a bad tail is not made good by others. */
export function TailsResult({ made: { report } }: { made: MadeReport<"tails"> }) {
  const { split, samples, threshold, shapes, indices, counts } = report;
  const { selectImage } = useActions();
  const selected = useSelectedIndex(report);
  const place = selected === null ? -1 : indices.indexOf(selected);
  const show = (index: number | null) => index !== null && selectImage({ kind: "dataset", split, index });
  const regions = regionsOf(threshold);
  const numbers = [counts.good, counts.bad, counts.veryBad];
  const meanings = [
    `k̂ < ${formatShape(threshold)}: L_S is reliable`,
    "up to 1: L_S is not reliable",
    "above 1: the fitted tail has no mean",
  ];
  return (
    <>
      <figure className={styles.figure} aria-label="Histogram of k̂ over images">
        <SizedDrawing height={SHAPE_HISTOGRAM_HEIGHT} label="How many images have which k̂; the table has the counts">
          {(width) => (
            <ShapeHistogram
              shapes={shapes}
              regions={regions}
              marked={place < 0 ? null : shapes[place]}
              width={width}
              onChoose={(low, high) => show(nextInRange(report, low, high, selected))}
            />
          )}
        </SizedDrawing>
        <NumbersTable
          caption="Images by what their k̂ says"
          rows={regions.map(({ name, color }, i) => ({ id: name, name, note: meanings[i], value: formatCount(numbers[i]), swatch: color }))}
        />
      </figure>
      <Extremes report={report} onShow={show} />
      <p className={styles.small}>
        S = {formatCount(samples)} draws of each of {formatCount(shapes.length)} {split} images. A bar selects one of its images, again the
        next; what lies beyond the axis stands in its last bars.
      </p>
    </>
  );
}

/** The images that are worth a look, by name: what a press on a bar does, for the keyboard. */
function Extremes({ report, onShow }: { report: TailsReport; onShow: (index: number) => void }) {
  const ordered = orderByShape(report);
  if (ordered.length === 0) return null;
  const chosen = [
    { name: "worst", at: ordered[0] },
    { name: "median", at: ordered[Math.floor(ordered.length / 2)] },
    { name: "best", at: ordered[ordered.length - 1] },
  ];
  return (
    <div className={styles.choices}>
      {chosen.map(({ name, at: { index, shape } }) => (
        <button key={name} type="button" className={styles.button} onClick={() => onShow(index)}>
          {name} image <small>k̂ {formatShape(shape)}</small>
        </button>
      ))}
    </div>
  );
}
