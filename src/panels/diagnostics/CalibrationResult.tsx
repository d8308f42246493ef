import { useState } from "react";
import { formatPValue } from "../../charts/estimateFormat";
import { formatCount, formatNats } from "../../charts/numberFormat";
import { RANK_PLOT_HEIGHT, RankPlot } from "../../charts/RankPlot";
import { SizedDrawing } from "../../charts/SizedDrawing";
import type { CalibrationReport, MadeReport, RankReport } from "../../worker/protocol";
import styles from "./Diagnostics.module.css";
import { HiddenTable } from "./NumbersTable";

/** More quantities than this show first those with the smallest p. */
const SHOWN = 4;

/** Ranks among draws of q: uniform where q is the posterior. */
export function CalibrationResult({ made: { report } }: { made: MadeReport<"calibration"> }) {
  const { ranks, simulations, draws, pValue, bands } = report;
  const [all, setAll] = useState(false);
  const isFew = ranks.length <= SHOWN;
  const shown = isFew || all ? ranks : [...ranks].sort((a, b) => a.pValue - b.pValue).slice(0, SHOWN);
  return (
    <>
      <p className={styles.verdict}>
        <strong>{formatPValue(pValue)}</strong> for ranks of an exact q to deviate as much: the smallest of {ranks.length}, times{" "}
        {ranks.length}.
      </p>
      <figure className={styles.figure}>
        <figcaption className={styles.caption}>on the model's own images, not MNIST</figcaption>
        <div className={styles.multiples}>
          {shown.map((rank) => (
            <Rank key={rank.name} rank={rank} bands={bands} />
          ))}
        </div>
        <RanksTable ranks={ranks} />
      </figure>
      {!isFew && (
        <button type="button" className={styles.button} onClick={() => setAll(!all)}>
          {all ? `Only the ${SHOWN} with the smallest p` : `All ${ranks.length}`}
        </button>
      )}
      <p className={styles.small}>
        {formatCount(simulations)} simulated images, {formatCount(draws)} draws of q for each. Above: ranks in bins and the level expected
        of each. Below: their ECDF minus the uniform one, within the band that all of it stays in 95 times in 100.
      </p>
    </>
  );
}

function Rank({ rank: { name, bins, pValue, ecdfDifference }, bands }: { rank: RankReport; bands: CalibrationReport["bands"] }) {
  return (
    <div>
      <p className={styles.rankName}>
        <span>{name}</span> <small>{formatPValue(pValue)}</small>
      </p>
      <SizedDrawing height={RANK_PLOT_HEIGHT} label={`Ranks of ${name}: histogram, and difference of the ECDF with its band`}>
        {(width) => <RankPlot bins={bins} difference={ecdfDifference} {...bands} width={width} />}
      </SizedDrawing>
    </div>
  );
}

function RanksTable({ ranks }: Pick<CalibrationReport, "ranks">) {
  const largest = ({ ecdfDifference }: RankReport) =>
    ecdfDifference.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return (
    <HiddenTable
      caption="Ranks by quantity"
      columns={["Quantity", "χ²", "p", "Largest difference of the ECDF", "Counts by bin"]}
      rows={ranks.map((rank) => [
        rank.name,
        formatNats(rank.chiSquare, 1),
        formatPValue(rank.pValue),
        formatNats(largest(rank), 3),
        rank.bins.join(", "),
      ])}
    />
  );
}
