import { useMemo } from "react";
import { formatEstimate } from "../../charts/estimateFormat";
import { formatCount, formatNats } from "../../charts/numberFormat";
import { RateDistortionPlane } from "../../charts/RateDistortionPlane";
import { SizedDrawing } from "../../charts/SizedDrawing";
import type { AggregateReport, MadeReport } from "../../worker/protocol";
import { useAppState } from "../app";
import { CodeDimensions } from "./CodeDimensions";
import styles from "./Diagnostics.module.css";

import { RateParts } from "./RateParts";

const PLANE_HEIGHT = 190;

/** Rate and distortion, what the rate is made of, and the dimensions. */
export function AggregateResult({ made: { report } }: { made: MadeReport<"aggregate"> }) {
  return (
    <>
      <Plane report={report} />
      <RateParts report={report} />
      <CodeDimensions report={report} />
    </>
  );
}

function Plane({ report: { rate, distortion, images, split } }: { report: AggregateReport }) {
  const history = useAppState((state) => state.history);
  const path = useMemo(
    () => history.filter((point) => point.split === "test").map(({ kl, reconstruction }) => ({ rate: kl, distortion: -reconstruction })),
    [history],
  );
  return (
    <figure className={styles.figure} aria-label="Rate and distortion, in nats">
      <p className={styles.axisName}>distortion D</p>
      <SizedDrawing
        height={PLANE_HEIGHT}
        label={`Distortion against rate, in nats: now ${formatNats(distortion.value)} against ${formatNats(rate.value, 2)}; ${path.length} test points of the run`}
      >
        {(width) => (
          <RateDistortionPlane
            path={path}
            present={{ rate: rate.value, distortion: distortion.value }}
            width={width}
            height={PLANE_HEIGHT}
          />
        )}
      </SizedDrawing>
      <p className={styles.axisNameEnd}>rate R</p>
      <p className={styles.small}>
        D = {formatEstimate(distortion)}, R = {formatEstimate(rate)}, over {formatCount(images)} {split} images (dot). The line is the run
        so far, by its test points; dotted diagonals have one ELBO.
      </p>
    </figure>
  );
}
