import { useMemo } from "react";
import { boundName, formatCount, formatNats } from "../../charts/numberFormat";
import { paretoShape, type TailVerdict, tailVerdict } from "../../numeric/paretoTail";
import type { OpenWorksheet } from "../../store/worksheet";
import type { RunningFigures } from "../../store/worksheetFigures";
import { useHighlightedIndex } from "./useHighlight";
import styles from "./WorksheetPanel.module.css";

/** The fewest draws that a tail is fitted to. */
const LEAST_TAIL = 25;

const VERDICTS: Record<TailVerdict, string> = { good: "good", bad: "bad", veryBad: "very bad" };

/** The running figures over all draws, or as of the row that is pointed at. */
export function RunningNumbers({ worksheet, figures }: { worksheet: OpenWorksheet; figures: RunningFigures }) {
  const index = useHighlightedIndex(worksheet);
  const count = index === null ? figures.logWeights.length : figures.samplesAtRow[index];
  const at = (values: Float64Array): number => (count === 0 ? Number.NaN : values[count - 1]);
  return (
    <div>
      <dl className={styles.numbers}>
        <Figure
          name="ELBO"
          title="mean of log w"
          value={formatNats(at(figures.elbo), 2)}
          note={count < 2 ? "mean log w" : `± ${formatNats(at(figures.elboError), 2)}`}
        />
        <Figure
          name={count === 0 ? "L" : boundName(count)}
          title="log of the mean of w"
          value={formatNats(at(figures.bound), 2)}
          note="nats"
        />
        <Figure name="ESS" title="effective sample size" value={formatNats(at(figures.ess), 1)} note={`of ${formatCount(count)}`} />
        <Tail logWeights={figures.logWeights} count={count} />
      </dl>
      <p className={styles.asOf}>
        {index === null ? `of all ${formatCount(count)} draws` : `as of row ${formatCount(index + 1)}, ${formatCount(count)} draws`}
      </p>
    </div>
  );
}

interface FigureProps {
  name: string;
  /** The name in words. */
  title: string;
  value: string;
  note: string;
  verdict?: TailVerdict;
}

function Figure({ name, title, value, note, verdict }: FigureProps) {
  return (
    <div>
      <dt title={title}>{name}</dt>
      <dd>
        {value} <small data-verdict={verdict}>{note}</small>
      </dd>
    </div>
  );
}

/** k̂ of the first `count` weights. */
function Tail({ logWeights, count }: { logWeights: Float64Array; count: number }) {
  const shape = useMemo(() => (count < LEAST_TAIL ? null : paretoShape(logWeights.subarray(0, count))), [logWeights, count]);
  const common = { name: "k̂", title: "shape of the tail of the weights" };
  if (shape === null) return <Figure {...common} value="–" note={`from ${LEAST_TAIL} draws`} />;
  const verdict = tailVerdict(shape, count);
  if (shape === Number.NEGATIVE_INFINITY) return <Figure {...common} value="no tail" note={VERDICTS[verdict]} verdict={verdict} />;
  return (
    <Figure
      {...common}
      value={shape === Number.POSITIVE_INFINITY ? "∞" : formatNats(shape, 2)}
      note={VERDICTS[verdict]}
      verdict={verdict}
    />
  );
}
