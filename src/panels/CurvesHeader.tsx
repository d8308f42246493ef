import { memo, type ReactNode } from "react";
import { type CurveFigureName, TERM_COLORS } from "../charts/curveFigures";
import { formatCount, formatNats } from "../charts/numberFormat";
import type { HistoryPoint } from "../worker/protocol";
import { useAppState } from "./app";
import styles from "./CurvesHeader.module.css";
import { ACTIVE_THRESHOLD, EXPECTED_LOG_LIKELIHOOD, FIGURE_TERMS, FIGURE_TITLES, figureCaption } from "./curvesCaptions";
import { Explain } from "./Explain";

/** The figure's name, its explanation, and what it is in a line. */
const CurvesTitle = memo(function CurvesTitle({ name }: { name: CurveFigureName }) {
  const experiment = useAppState((state) => state.experiment);
  const caption = figureCaption(name, experiment);
  return (
    <>
      <h2 className={styles.title} style={{ color: TERM_COLORS[name] }}>
        {FIGURE_TITLES[name]}
      </h2>
      <Explain term={FIGURE_TERMS[name]} />
      <span className={styles.caption} title={`${caption}, nats per image`}>
        {caption === EXPECTED_LOG_LIKELIHOOD ? (
          <>
            E<sub>q</sub>[log p(x|z)]
          </>
        ) : (
          caption
        )}
      </span>
    </>
  );
});

/** How many latent dimensions carry anything, so that a collapse is seen at once. */
function ActiveUnits({ point }: { point: HistoryPoint }) {
  if (point.activeUnits === undefined || point.klPerDimension === undefined) return null;
  const units = point.klPerDimension.length;
  const hint = `Active units at step ${formatCount(point.step)}: the variance of E[z|x] over the test images is above ${ACTIVE_THRESHOLD}`;
  return (
    <span className={styles.active} title={hint}>
      {point.activeUnits} of {units}
      <span className={styles.activeWord}> active</span>
    </span>
  );
}

interface CurvesHeaderProps {
  name: CurveFigureName;
  /** The last test evaluation, if there is one. */
  point: HistoryPoint | undefined;
  /** Say how many units are active. */
  showActive: boolean;
  /** A switch before the value. */
  toggle: ReactNode;
  menu: ReactNode;
}

/** Title, what it is, and the current test value large beside it. */
export function CurvesHeader({ name, point, showActive, toggle, menu }: CurvesHeaderProps) {
  return (
    <div className={styles.header}>
      <CurvesTitle name={name} />
      {toggle}
      {point !== undefined && (
        <>
          {showActive && <ActiveUnits point={point} />}
          <span
            className={styles.value}
            style={{ color: TERM_COLORS[name] }}
            title={`test, step ${formatCount(point.step)}: the mean over held-out images, in nats per image`}
          >
            {formatNats(point[name], name === "kl" ? 2 : 1)}
          </span>
          <span className={styles.split}>test</span>
        </>
      )}
      {menu}
    </div>
  );
}
