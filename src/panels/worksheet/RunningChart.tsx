import { useRef } from "react";
import { useStore } from "zustand";
import { formatNats } from "../../charts/numberFormat";
import { RunningBounds } from "../../charts/RunningBounds";
import { useElementSize } from "../../charts/useElementSize";
import { isSameImage } from "../../store/sameImage";
import type { OpenWorksheet } from "../../store/worksheet";
import type { RunningFigures } from "../../store/worksheetFigures";
import { useAppState } from "../app";
import { useHighlightedIndex } from "./useHighlight";
import styles from "./WorksheetPanel.module.css";

const HEIGHT = 132;

/** log p(x) of this image under the weights that the rows are of, where quadrature has found all of it. */
function useTruth({ store }: OpenWorksheet): number | null {
  const step = useStore(store, (state) => state.step);
  return useAppState(({ exactPosterior, view }) => {
    if (exactPosterior === null || exactPosterior.step !== step) return null;
    const { settings, logEvidence } = exactPosterior.value;
    return isSameImage(settings.source, view.selected) && !logEvidence.missed ? logEvidence.value : null;
  });
}

/** How the ELBO and L settle as draws are added. */
export function RunningChart({ worksheet, figures }: { worksheet: OpenWorksheet; figures: RunningFigures }) {
  const place = useRef<HTMLDivElement>(null);
  const size = useElementSize(place);
  const truth = useTruth(worksheet);
  const index = useHighlightedIndex(worksheet);
  const { elbo, bound, samplesAtRow } = figures;
  const last = (values: Float64Array) => formatNats(values.at(-1) ?? Number.NaN, 2);
  const known = truth === null ? "" : `, log p(x) ${formatNats(truth, 2)}`;
  return (
    <div
      ref={place}
      className={styles.chart}
      role="img"
      aria-label={`Running figures over ${elbo.length} draws, in nats: ELBO ${last(elbo)}, L so far ${last(bound)}${known}`}
    >
      {size !== null && (
        <RunningBounds
          width={size.width}
          height={HEIGHT}
          elbo={elbo}
          bound={bound}
          truth={truth}
          at={index === null ? null : samplesAtRow[index]}
        />
      )}
    </div>
  );
}
