import { useMemo } from "react";
import { Crosshair } from "../charts/Crosshair";
import { CurvePlot } from "../charts/CurvePlot";
import { figureValueScale } from "../charts/curveFigure";
import { curveReadout } from "../charts/curveReadout";
import { EmptyPlot } from "../charts/EmptyPlot";
import { plotGeometry } from "../charts/plotGeometry";
import { stepScale } from "../charts/stepScale";
import type { ElementSize } from "../charts/useElementSize";
import { useAppState } from "./app";
import { CurvesLegend } from "./CurvesLegend";
import styles from "./CurvesPanel.module.css";
import { CurvesReadout } from "./CurvesReadout";
import { expectationOf } from "./curvesCaptions";
import { useCrosshair } from "./curvesCrosshair";
import type { CurvesFigureProps } from "./curvesFigureProps";

/** The plot without its crosshair, as it is drawn into a box of this size. */
function useDrawing({ figure, domain, display, last }: CurvesFigureProps, size: ElementSize) {
  const { logarithmic, allValues } = display;
  const [first, end] = domain;
  return useMemo(() => {
    const geometry = plotGeometry(size.width, size.height, last);
    const scale = stepScale([first, end], logarithmic ? "log" : "linear", geometry.innerWidth);
    return { geometry, scale, y: figureValueScale(figure, scale, geometry, allValues) };
  }, [figure, first, end, logarithmic, allValues, last, size.width, size.height]);
}

/** A plot lower than this has no place for a legend that hides nothing. */
const LEGEND_LEAST = 56;

/** The curves and their crosshair; pointer, touch and arrow keys move it. */
export function CurvesPlot(props: CurvesFigureProps & { size: ElementSize }) {
  const { name, figure, curves, display, crosshair, size } = props;
  const { geometry, scale, y } = useDrawing(props, size);
  const controls = useCrosshair({ ...props, scale, left: geometry.left });
  const expectation = useAppState((state) => expectationOf(name, state.experiment));
  if (y === null) {
    return (
      <svg width={size.width} height={size.height} className={styles.drawing} role="img" aria-label={expectation}>
        <EmptyPlot geometry={geometry} expectation={expectation} />
      </svg>
    );
  }
  const readout = crosshair === null ? null : curveReadout(name, curves, crosshair, scale, display.showLoss);
  return (
    <div className={styles.stepped} {...controls}>
      <svg width={size.width} height={size.height} className={styles.drawing} aria-hidden="true">
        <CurvePlot figure={figure} geometry={geometry} scale={scale} y={y} />
        {readout && crosshair !== null && <Crosshair step={crosshair} dots={readout.dots} geometry={geometry} scale={scale} y={y} />}
      </svg>
      {readout && crosshair !== null ? (
        <CurvesReadout name={name} step={crosshair} readout={readout} geometry={geometry} scale={scale} />
      ) : (
        geometry.innerHeight >= LEGEND_LEAST && <CurvesLegend name={name} figure={figure} />
      )}
    </div>
  );
}
