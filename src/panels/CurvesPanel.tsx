import { useState } from "react";
import { CURVE_FIGURES, type CurveFigureName } from "../charts/curveFigures";
import { useAppState } from "./app";
import { CurvesControls } from "./CurvesControls";
import { CurvesFigure } from "./CurvesFigure";
import styles from "./CurvesPanel.module.css";
import { densityNote, whyNotComparable } from "./curvesCaptions";
import { FIRST_DISPLAY, useCurveFigures, useOthers } from "./runCurves";

function Note({ text }: { text: string }) {
  return <p className={styles.note}>{text}</p>;
}

/** Three linked figures over the training steps: reconstruction, KL and ELBO, with one crosshair. */
export function CurvesPanel() {
  const experiment = useAppState((state) => state.experiment);
  const [display, setDisplay] = useState(FIRST_DISPLAY);
  const [crosshair, setCrosshair] = useState<number | null>(null);
  const { curves, figures, domain } = useCurveFigures(display);
  const notes = useOthers().map(({ name, run }) => whyNotComparable(run.experiment, experiment, name));
  const renderFigure = (name: CurveFigureName) => (
    <CurvesFigure
      key={name}
      name={name}
      figure={figures[name]}
      curves={curves}
      domain={domain}
      display={display}
      crosshair={crosshair}
      onCrosshair={setCrosshair}
      last={name === CURVE_FIGURES[CURVE_FIGURES.length - 1]}
    />
  );
  return (
    <div className={styles.panel}>
      <CurvesControls display={display} onDisplay={setDisplay} />
      {[densityNote(experiment), ...notes].map((text) => text !== null && <Note key={text} text={text} />)}
      {CURVE_FIGURES.map(renderFigure)}
    </div>
  );
}
