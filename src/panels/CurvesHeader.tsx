import { memo, type ReactNode } from "react";
import { type CurveFigureName, TERM_COLORS } from "../charts/curveFigures";
import { formatNats } from "../charts/numberFormat";
import { useAppState } from "./app";
import styles from "./CurvesPanel.module.css";
import { FIGURE_TERMS, FIGURE_TITLES, figureCaption } from "./curvesCaptions";
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
        {caption}
      </span>
    </>
  );
});

interface CurvesHeaderProps {
  name: CurveFigureName;
  /** The last test value, if there is one. */
  value: number | undefined;
  /** A switch before the value. */
  toggle: ReactNode;
  menu: ReactNode;
}

/** Title, what it is, and the current test value large beside it. */
export function CurvesHeader({ name, value, toggle, menu }: CurvesHeaderProps) {
  return (
    <div className={styles.header}>
      <CurvesTitle name={name} />
      {toggle}
      {value !== undefined && (
        <>
          <span className={styles.value} style={{ color: TERM_COLORS[name] }} title="on held-out images, nats per image">
            {formatNats(value, name === "kl" ? 2 : 1)}
          </span>
          <span className={styles.split}>test</span>
        </>
      )}
      {menu}
    </div>
  );
}
