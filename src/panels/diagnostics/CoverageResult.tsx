import { COVERAGE_HISTOGRAM_HEIGHT, CoverageHistogram } from "../../charts/CoverageHistogram";
import { formatShare } from "../../charts/estimateFormat";
import { formatCount } from "../../charts/numberFormat";
import { SizedDrawing } from "../../charts/SizedDrawing";
import type { CoverageReport, MadeReport } from "../../worker/protocol";
import styles from "./Diagnostics.module.css";
import { HiddenTable } from "./NumbersTable";

type Region = CoverageReport["regions"][number];

/** What q's regions hold of the exact posterior, on average and image by image. */
export function CoverageResult({ made: { report } }: { made: MadeReport<"coverage"> }) {
  const { regions, images, withheld, split } = report;
  return (
    <>
      <figure className={styles.figure} aria-label="Coverage of q's regions">
        {regions.map((region) => (
          <RegionOf key={region.nominal} region={region} />
        ))}
        <HiddenTable
          caption="What regions of q hold of the exact posterior"
          columns={["Nominal", "Mean coverage", "Standard error", "Lowest", "Median", "Highest"]}
          rows={regions.map(({ nominal, coverage, held }) => {
            const sorted = Float32Array.from(held).sort();
            const quantiles = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted[sorted.length - 1]];
            return [
              formatShare(nominal, 0),
              formatShare(coverage.value),
              formatShare(coverage.error),
              ...quantiles.map((value) => formatShare(value)),
            ];
          })}
        />
      </figure>
      <p className={styles.small}>
        {formatCount(images)} {split} {images === 1 ? "image" : "images"}; the dashed line is what the region holds of q, the dot the mean
        of what it holds of p(z|x) ± its standard error.
        {withheld > 0 && ` ${formatCount(withheld)} more are withheld, because quadrature missed mass.`}
      </p>
    </>
  );
}

function RegionOf({ region: { nominal, coverage, held } }: { region: Region }) {
  return (
    <div className={styles.region}>
      <p className={styles.rankName}>
        <span>{formatShare(nominal, 0)} region</span>{" "}
        <span>
          <strong className={styles.truth}>{formatShare(coverage.value)}</strong>{" "}
          <small>{Number.isFinite(coverage.error) && `± ${formatShare(coverage.error)}`}</small>
        </span>
      </p>
      <SizedDrawing
        height={COVERAGE_HISTOGRAM_HEIGHT}
        label={`How many images' ${formatShare(nominal, 0)} regions hold which share of the exact posterior; the table has the numbers`}
      >
        {(width) => <CoverageHistogram held={held} nominal={nominal} coverage={coverage} width={width} />}
      </SizedDrawing>
    </div>
  );
}
