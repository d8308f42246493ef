import { errorDecimals, formatEstimate } from "../../charts/estimateFormat";
import { formatCount, formatNats } from "../../charts/numberFormat";
import { SizedDrawing } from "../../charts/SizedDrawing";
import { STACKED_PARTS_HEIGHT, StackedParts, type SumPart } from "../../charts/StackedParts";
import type { AggregateReport } from "../../worker/protocol";
import styles from "./Diagnostics.module.css";
import { NumbersTable } from "./NumbersTable";
import { Symbols } from "./Symbols";

/** Beside the two shades of the KL, which the rate is. */
const GREY = "color-mix(in srgb, var(--ink-3) 55%, var(--paper))";

interface RatePart extends SumPart {
  note: string;
}

/** I_q, and how far q(z) is from the prior: in one piece, or what the dimensions share and what each has by itself. */
function ratePartsOf({
  mutualInformation,
  marginalKl,
  klOfMarginals,
  totalCorrelation,
}: NonNullable<AggregateReport["aggregate"]>): RatePart[] {
  const information = {
    name: "mutual information I_q",
    note: "what a code says of its image",
    ...mutualInformation,
    color: "var(--kl)",
  };
  // In one dimension there is nothing to share, and the parts must add up.
  if (klOfMarginals === null || totalCorrelation === null || klOfMarginals.length === 1) {
    return [information, { name: "KL(q(z) ‖ p(z))", note: "codes against the prior", ...marginalKl, color: "var(--kl-2)" }];
  }
  const ofMarginals = klOfMarginals.reduce((sum, kl) => sum + kl, 0);
  const shared = {
    name: "total correlation",
    note: "what the dimensions of q(z) share",
    ...totalCorrelation,
    color: "var(--kl-2)",
  };
  const marginals = {
    name: "Σ KL(q(z_d) ‖ p(z_d))",
    note: "each dimension against the prior",
    value: ofMarginals,
    error: null,
    color: GREY,
  };
  return [information, shared, marginals];
}

/** The rate as one bar to scale, and its parts; nothing where q has no density for them, which is said where it is measured. */
export function RateParts({ report: { rate, aggregate, images } }: { report: AggregateReport }) {
  if (aggregate === null) return null;
  const parts = ratePartsOf(aggregate);
  const ceiling = Math.log(images);
  const isFull = aggregate.mutualInformation.value > ceiling - 0.5;
  return (
    <figure className={styles.figure} aria-label="The rate and its parts, in nats">
      <SizedDrawing height={STACKED_PARTS_HEIGHT} label="The parts of the rate as one bar, in nats; the table has their numbers">
        {(width) => <StackedParts parts={parts} width={width} />}
      </SizedDrawing>
      <NumbersTable
        caption="The rate and its parts, in nats"
        rows={[
          ...parts.map(({ name, note, value, error, color }) => ({
            id: name,
            name,
            note,
            value: error === null ? formatNats(value, errorDecimals(rate.error)) : formatEstimate({ value, error }),
            swatch: color,
          })),
          { id: "rate", name: "rate R", value: formatEstimate(rate), isSum: true },
        ]}
      />
      <p className={isFull ? styles.warning : styles.small}>
        <Symbols text={`I_q is at most ln N = ${formatNats(ceiling)} for ${formatCount(images)} images`} />
        {isFull && ", and is near it: N limits it, not the code"}.
      </p>
    </figure>
  );
}
