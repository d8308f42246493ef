import { EstimateRows, estimateRowsHeight } from "../../charts/EstimateRows";
import { formatEstimate, formatShare } from "../../charts/estimateFormat";
import { formatCount, formatNats } from "../../charts/numberFormat";
import { SizedDrawing } from "../../charts/SizedDrawing";
import { isSameImage } from "../../store/sameImage";
import type { AnnealingReport, Estimate, MadeReport } from "../../worker/protocol";
import { useAppState } from "../app";
import styles from "./Diagnostics.module.css";
import { NumbersTable } from "./NumbersTable";
import { useDiagnosis } from "./useDiagnosis";

const RUNS = [
  { key: "single", name: "from q", color: "var(--ink-2)" },
  { key: "doubled", name: "from q, slower", color: "var(--elbo)" },
  { key: "fromPrior", name: "from the prior", color: "var(--ink-2)" },
] as const;

/** log p(x) by quadrature of the same image at the same step, from wherever it is at hand. */
function useQuadrature({ step, report: { source } }: MadeReport<"annealing">): Estimate | null {
  const evidence = useDiagnosis("evidence").made;
  const picture = useAppState((state) => state.exactPosterior);
  const known = [
    evidence && { step: evidence.step, source: evidence.report.source, found: evidence.report.logEvidence },
    picture && { step: picture.step, source: picture.value.settings.source, found: picture.value.logEvidence },
  ];
  return known.find((each) => each?.step === step && isSameImage(each.source, source) && each.found?.missed === false)?.found ?? null;
}

/** Three runs that should agree, and whether they do. */
export function AnnealingResult({ made }: { made: MadeReport<"annealing"> }) {
  const { chains, leapfrogSteps, runs } = made.report;
  const quadrature = useQuadrature(made);
  const truth = quadrature && { value: quadrature.value, error: quadrature.error, color: "var(--truth)" };
  const dots = [...RUNS.map(({ key, name, color }) => ({ name, color, value: runs[key].value, error: runs[key].error }))];
  const rows = truth ? [...dots, { name: "log p(x)", ...truth }] : dots;
  return (
    <>
      <Verdict report={made.report} />
      <figure className={styles.figure} aria-label="Runs of annealed importance sampling, in nats">
        <SizedDrawing
          height={estimateRowsHeight(rows.length, false)}
          label="The runs on a common axis, in nats; the table has their numbers"
        >
          {(width) => <EstimateRows rows={rows} level={truth} numbers={false} width={width} />}
        </SizedDrawing>
        <NumbersTable
          caption="Runs of annealed importance sampling: a stochastic lower bound each, in nats"
          rows={[
            ...RUNS.map(({ key, name }) => {
              const { effectiveSampleSize, acceptance } = runs[key];
              const note = `ESS ${formatNats(effectiveSampleSize, 1)} of ${chains} · ${formatShare(acceptance, 0)} accepted`;
              return { id: key, name, note, value: formatEstimate(runs[key]) };
            }),
            ...(quadrature ? [{ id: "truth", name: "log p(x)", note: "quadrature ± error", value: formatEstimate(quadrature) }] : []),
          ]}
        />
      </figure>
      <p className={styles.small}>
        {chains} chains, {leapfrogSteps} leapfrog steps a transition; whiskers are one standard error. “From q” begins at q with twice its
        standard deviation and takes {formatCount(runs.single.temperatures)} temperatures, “slower” {formatCount(runs.doubled.temperatures)}
        ; from the prior {formatCount(runs.fromPrior.temperatures)}.
      </p>
    </>
  );
}

function Verdict({ report: { bound, doubts } }: { report: AnnealingReport }) {
  const trusted = doubts.length === 0;
  return (
    <>
      <p className={styles.verdict}>
        <strong className={trusted ? styles.good : styles.doubtful}>{trusted ? "trusted" : "unresolved"}</strong> {formatEstimate(bound)}, a
        stochastic lower bound; its error spans three standard errors and what doubling moved.
      </p>
      {!trusted && (
        <ul className={styles.doubts}>
          {doubts.map((doubt) => (
            <li key={doubt}>{doubt}</li>
          ))}
        </ul>
      )}
    </>
  );
}
