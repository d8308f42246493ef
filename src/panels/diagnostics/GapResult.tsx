import { formatEstimate } from "../../charts/estimateFormat";
import { formatCount, formatNats } from "../../charts/numberFormat";
import { SizedDrawing } from "../../charts/SizedDrawing";
import { STACKED_PARTS_HEIGHT, StackedParts, type SumPart } from "../../charts/StackedParts";
import type { GapReport, MadeReport } from "../../worker/protocol";
import styles from "./Diagnostics.module.css";
import { NumbersTable } from "./NumbersTable";
import { QuadratureNote } from "./QuadratureNote";

/** The gap of one image as amortisation and approximation, to scale. */
export function GapResult({ made: { report } }: { made: MadeReport<"gap"> }) {
  const { amortizationGap, logEvidence, amortized } = report;
  const approximationGap = logEvidence?.missed ? null : report.approximationGap;
  const parts: SumPart[] = [{ name: "amortisation", ...amortizationGap, color: "var(--kl)" }];
  if (approximationGap) parts.push({ name: "approximation", ...approximationGap, color: "var(--kl-2)" });
  const sign: Readonly<Record<string, string>> = { amortisation: "≥", approximation: "≤" };
  const total =
    approximationGap && logEvidence
      ? { value: logEvidence.value - amortized.value, error: Math.hypot(logEvidence.error, amortized.error) }
      : null;
  return (
    <>
      <figure className={styles.figure} aria-label="The gap and its parts, in nats">
        <SizedDrawing height={STACKED_PARTS_HEIGHT} label="The parts of the gap as one bar, in nats; the table has their numbers">
          {(width) => <StackedParts parts={parts} width={width} />}
        </SizedDrawing>
        <NumbersTable
          caption="The gap and its parts, in nats"
          rows={[
            ...parts.map(({ name, value, error, color }) => ({
              id: name,
              name,
              note: name === "amortisation" ? "best q found − encoder’s q" : "log p(x) − best q found",
              value: `${sign[name]} ${formatEstimate({ value, error: error ?? Number.NaN })}`,
              swatch: color,
            })),
            ...(total ? [{ id: "total", name: "log p(x) − ELBO", value: formatEstimate(total), isSum: true }] : []),
          ]}
        />
      </figure>
      {logEvidence && <QuadratureNote quadrature={logEvidence} />}
      <Searches report={report} />
    </>
  );
}

function Searches({ report: { searches, searchSamples, scoreSamples, amortized, best } }: { report: GapReport }) {
  return (
    <details className={styles.more}>
      <summary>{searches.length} searches</summary>
      <NumbersTable
        caption="Searches for the best q: where each began, its steps, and the ELBO it came to, in nats"
        rows={searches.map(({ start, steps, elbo }) => ({
          id: start,
          name: start,
          note: `${formatCount(steps)} steps`,
          value: formatNats(elbo, 2),
        }))}
      />
      <p className={styles.small}>
        Each step used {formatCount(searchSamples)} draws; the best was chosen over {formatCount(scoreSamples)}. On as many fresh ones, the
        same for both, its ELBO is {formatEstimate(best)} and that of the encoder’s q {formatEstimate(amortized)}; the error of the
        difference is that of pairs.
      </p>
    </details>
  );
}
