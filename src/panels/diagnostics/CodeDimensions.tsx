import { DimensionKl } from "../../charts/DimensionKl";
import { DimensionVariances } from "../../charts/DimensionVariances";
import { formatNats, latentName } from "../../charts/numberFormat";
import type { AggregateReport } from "../../worker/protocol";
import styles from "./Diagnostics.module.css";
import { HiddenTable } from "./NumbersTable";
import { Symbols } from "./Symbols";

/** Var over images of E_q[z_d|x] above which a dimension counts as active (Burda et al. 2016). */
const ACTIVE_VARIANCE = 0.01;
/** So few dimensions have their two pictures beside each other. */
const FEW = 6;

/** Dimension by dimension: what it costs, and how much the mean of its code differs between images. */
export function CodeDimensions({ report: { klPerDimension, meanVariance, activeUnits } }: { report: AggregateReport }) {
  const columns = ["Dimension", "Variance of the mean code", ...(klPerDimension ? ["KL, nats"] : [])];
  return (
    <figure className={styles.figure} aria-label="Dimensions of the code">
      <div className={meanVariance.length <= FEW ? styles.multiples : undefined}>
        {klPerDimension && (
          <div>
            <p className={styles.axisName}>KL by dimension</p>
            <DimensionKl klPerDimension={klPerDimension} />
          </div>
        )}
        <div>
          <p className={styles.axisName}>
            <Symbols text="Var E_q[z_d] over images" />
          </p>
          <DimensionVariances values={meanVariance} threshold={ACTIVE_VARIANCE} />
        </div>
      </div>
      <p className={styles.small}>
        <strong>
          {activeUnits} of {meanVariance.length} dimensions active
        </strong>
        : the mean of their code differs between images, with a variance above {ACTIVE_VARIANCE}.
      </p>
      <HiddenTable
        caption="Dimensions of the code"
        columns={columns}
        rows={meanVariance.map((variance, d) => [
          latentName(d),
          formatNats(variance, 4),
          ...(klPerDimension ? [formatNats(klPerDimension[d], 3)] : []),
        ])}
      />
    </figure>
  );
}
