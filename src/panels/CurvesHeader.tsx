import { memo, type ReactNode } from "react";
import { type CurveFigureName, TERM_COLORS } from "../charts/curveFigures";
import { boundName, formatCount, formatNats } from "../charts/numberFormat";
import type { HistoryPoint } from "../worker/protocol";
import { useAppState } from "./app";
import styles from "./CurvesHeader.module.css";
import {
  ACTIVE_THRESHOLD,
  captionParts,
  EXPECTED_LOG_LIKELIHOOD,
  FIGURE_TERMS,
  FIGURE_TITLES,
  figureCaption,
  unitsText,
} from "./curvesCaptions";
import { Explain } from "./Explain";

/** The figure's name, its explanation behind a button, and what it is in a line. */
const CurvesTitle = memo(function CurvesTitle({ name, explained }: Pick<CurvesHeaderProps, "name" | "explained">) {
  const experiment = useAppState((state) => state.experiment);
  const caption = figureCaption(name, experiment);
  return (
    <>
      <h2 className={styles.title} style={{ color: TERM_COLORS[name] }}>
        {FIGURE_TITLES[name]}
      </h2>
      {explained && <Explain term={FIGURE_TERMS[name]} />}
      <span className={styles.caption} title={`${caption}, ${unitsText(name, experiment)}`}>
        {caption === EXPECTED_LOG_LIKELIHOOD ? (
          <span>
            E<sub>q</sub>[log p(x|z)]
          </span>
        ) : (
          captionParts(caption).map((part) => <span key={part}>{part}</span>)
        )}
      </span>
    </>
  );
});

/** How many latent dimensions carry anything, so that a collapse is seen at once. */
function ActiveUnits({ point }: { point: HistoryPoint }) {
  const units = useAppState((state) => state.experiment.latent.dim);
  if (point.activeUnits === undefined) return null;
  const hint = `Active units at step ${formatCount(point.step)}: the variance of E[z|x] over the test images is above ${ACTIVE_THRESHOLD}`;
  return (
    <span className={styles.active} title={hint}>
      {point.activeUnits} of {units}
      <span className={styles.activeWord}> active</span>
    </span>
  );
}

/** The held-out L_K beside the ELBO, when it is the objective. */
function BoundValue({ point: { step, iwae, samples } }: { point: HistoryPoint }) {
  if (iwae === undefined || samples === undefined) return null;
  const hint = `test, step ${formatCount(step)}: the bound of K = ${samples} importance-weighted samples, in nats per image`;
  return (
    <span className={styles.bound} title={hint}>
      {boundName(samples)} <b>{headline(iwae, 1)}</b>
    </span>
  );
}

/** From here on a value of so many digits has no room for decimals. */
const LARGE = 10_000;

const headline = (value: number, decimals: number): string => formatNats(value, Math.abs(value) < LARGE ? decimals : 0);

interface CurvesHeaderProps {
  name: CurveFigureName;
  /** The last test evaluation, if there is one. */
  point: HistoryPoint | undefined;
  /** With a button that explains the term. */
  explained: boolean;
  /** Say how many units are active. */
  showActive: boolean;
  /** A switch before the value. */
  toggle?: ReactNode;
  menu?: ReactNode;
}

/** Title, what it is, and the current test value large beside it. */
export function CurvesHeader({ name, point, explained, showActive, toggle, menu }: CurvesHeaderProps) {
  return (
    <div className={styles.header}>
      <CurvesTitle name={name} explained={explained} />
      {toggle}
      {point !== undefined && (
        <>
          {showActive && <ActiveUnits point={point} />}
          {name === "elbo" && <BoundValue point={point} />}
          <span
            className={styles.value}
            style={{ color: TERM_COLORS[name] }}
            title={`test, step ${formatCount(point.step)}: the mean over held-out images, in nats per image`}
          >
            {headline(point[name], name === "kl" ? 2 : 1)}
          </span>
          <span className={styles.split}>test</span>
        </>
      )}
      {menu}
    </div>
  );
}
