import { useRef, useState } from "react";
import { CURVE_FIGURES } from "../../charts/curveFigures";
import { useElementSize } from "../../charts/useElementSize";
import { CurvesHeader } from "../CurvesHeader";
import panel from "../CurvesPanel.module.css";
import { CurvesPlot } from "../CurvesPlot";
import { CurvesTable, TruthTable } from "../CurvesTable";
import { FIGURE_TITLES } from "../curvesCaptions";
import type { CurvesFigureProps } from "../curvesFigureProps";
import { FIRST_DISPLAY, useCurveFigures } from "../runCurves";
import styles from "./EmbedCurves.module.css";

/** Reconstruction, KL and ELBO with one crosshair; nothing on them can be switched. */
export function EmbedCurves() {
  const [crosshair, setCrosshair] = useState<number | null>(null);
  const { figures, ...shared } = useCurveFigures(FIRST_DISPLAY);
  return (
    <div className={styles.curves}>
      {CURVE_FIGURES.map((name, place) => (
        <EmbedCurve
          key={name}
          name={name}
          figure={figures[name]}
          {...shared}
          display={FIRST_DISPLAY}
          crosshair={crosshair}
          onCrosshair={setCrosshair}
          last={place === CURVE_FIGURES.length - 1}
        />
      ))}
    </div>
  );
}

function EmbedCurve(props: CurvesFigureProps) {
  const { name, curves, last } = props;
  const plot = useRef<HTMLDivElement>(null);
  const size = useElementSize(plot);
  return (
    <figure className={last ? panel.lastFigure : panel.figure} aria-label={FIGURE_TITLES[name]}>
      <CurvesHeader name={name} point={curves.test.points.at(-1)} explained={false} showActive={name === "kl"} />
      <div ref={plot} className={panel.plot}>
        {size && <CurvesPlot {...props} size={size} />}
      </div>
      <CurvesTable name={name} curves={curves} />
      {name === "elbo" && curves.truth && <TruthTable truth={curves.truth} />}
    </figure>
  );
}
