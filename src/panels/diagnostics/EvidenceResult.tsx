import { EstimateRows, estimateRowsHeight } from "../../charts/EstimateRows";
import { formatError, formatEstimate, formatShare } from "../../charts/estimateFormat";
import { boundName, formatCount, formatNats } from "../../charts/numberFormat";
import { SizedDrawing } from "../../charts/SizedDrawing";
import type { EvidenceReport, MadeReport, QuadratureValue } from "../../worker/protocol";
import styles from "./Diagnostics.module.css";
import { evidenceIdentity } from "./evidenceIdentity";
import { IdentityLine } from "./IdentityLine";
import { HiddenTable, NumbersTable } from "./NumbersTable";
import { QuadratureNote } from "./QuadratureNote";

/** The ladder of bounds, and where it is to be had what it climbs to. */
export function EvidenceResult({ made: { report } }: { made: MadeReport<"evidence"> }) {
  const { logEvidence, elbo, samples, modes } = report;
  const shown = logEvidence !== null && !logEvidence.missed ? logEvidence : null;
  return (
    <>
      {shown && <IdentityLine identity={evidenceIdentity(elbo, shown)} />}
      <Ladder report={report} logEvidence={shown} />
      <p className={styles.small}>
        {formatCount(samples)} draws; whiskers are one standard error{shown && ", that of log p(x) is quadrature ± error"}.
      </p>
      {logEvidence && <QuadratureNote quadrature={logEvidence} />}
      {shown && <Modes modes={modes} />}
    </>
  );
}

const CAPTION = "Bounds and log p(x), in nats";

function Ladder({ report: { elbo, bounds }, logEvidence }: { report: EvidenceReport; logEvidence: QuadratureValue | null }) {
  const climbing = bounds.filter(({ samples }) => samples > 1);
  const ladder = [{ name: "ELBO", ...elbo }, ...climbing.map(({ samples, bound }) => ({ name: boundName(samples), ...bound }))];
  const truth = logEvidence && { value: logEvidence.value, error: logEvidence.error, color: "var(--truth)" };
  const inInk = ladder.map((row) => ({ ...row, color: "var(--elbo)" }));
  const rows = truth ? [...inInk, { name: "log p(x)", ...truth }] : inInk;
  const identity = logEvidence && evidenceIdentity(elbo, logEvidence);
  const kl = identity && formatNats(identity.kl.value, identity.decimals);
  const segment = logEvidence && { from: elbo.value, to: logEvidence.value, label: `KL(q ‖ p(z|x)) = ${kl}`, color: "var(--kl)" };
  const klRows = identity ? [["KL(q ‖ p(z|x))", `${kl} ${formatError(identity.kl.error, identity.decimals)}`]] : [];
  return (
    <figure className={styles.figure} aria-label={CAPTION}>
      <SizedDrawing
        height={estimateRowsHeight(rows.length, segment !== null)}
        label="The bounds on a common axis, in nats; the table has their numbers"
      >
        {(width) => <EstimateRows rows={rows} segment={segment} level={truth} width={width} />}
      </SizedDrawing>
      <HiddenTable
        caption={CAPTION}
        columns={["Quantity", "Value ± error"]}
        rows={[...rows.map((row) => [row.name, formatEstimate(row)]), ...klRows]}
      />
    </figure>
  );
}

/** Peaks of the exact posterior and the share of each: with one, a q with one has no mode to miss. */
function Modes({ modes }: Pick<EvidenceReport, "modes">) {
  if (modes.length === 0) return null;
  if (modes.length === 1) return <p className={styles.small}>The exact posterior has one mode, at z = {placeText(modes[0].place)}.</p>;
  return (
    <>
      <p className={styles.small}>The exact posterior has {modes.length} modes:</p>
      <NumbersTable
        caption="Modes of the exact posterior and the share of its mass that each has"
        rows={modes.map(({ place, mass }) => ({ id: placeText(place), name: `at z = ${placeText(place)}`, value: formatShare(mass) }))}
      />
    </>
  );
}

const placeText = (place: readonly number[]): string =>
  place.length === 1 ? formatNats(place[0], 2) : `(${place.map((value) => formatNats(value, 2)).join(", ")})`;
