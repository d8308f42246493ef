import { memo, useId } from "react";
import { BetaLine } from "./BetaLine";
import { CurveBand, CurveLine } from "./CurveLine";
import { type CurveFigure, figureExtent } from "./curveFigure";
import { StepAxis, ValueAxis, type ValueScale } from "./PlotAxes";
import { BeyondRange, ChangeMarks, LevelLine } from "./PlotMarks";
import type { PlotGeometry } from "./plotGeometry";
import { StackedKl } from "./StackedKl";
import type { StepScale } from "./stepScale";

interface CurvePlotProps {
  figure: CurveFigure;
  geometry: PlotGeometry;
  scale: StepScale;
  y: ValueScale;
}

/** What moves with the data, clipped to the inner box. */
function PlotData({ figure, geometry, scale, y }: CurvePlotProps) {
  return (
    <>
      {figure.stack && <StackedKl source={figure.stack} scale={scale} y={y} />}
      {figure.bands?.map((band) => (
        <CurveBand key={band.label} band={band} scale={scale} y={y} />
      ))}
      <ChangeMarks steps={figure.changes} geometry={geometry} scale={scale} />
      {figure.layers.map((layer) => (
        <CurveLine key={layer.label} layer={layer} scale={scale} y={y} />
      ))}
    </>
  );
}

/** One figure's axes and curves, as an SVG group whose colours are the theme's variables. */
export const CurvePlot = memo(function CurvePlot({ figure, geometry, scale, y }: CurvePlotProps) {
  const clip = useId();
  const { left, top, innerWidth, innerHeight } = geometry;
  const extent = figureExtent(figure, scale);
  return (
    <g transform={`translate(${left},${top})`}>
      <clipPath id={clip}>
        <rect x={0} y={-2} width={innerWidth + 4} height={innerHeight + 3} />
      </clipPath>
      <ValueAxis geometry={geometry} y={y} />
      <StepAxis geometry={geometry} scale={scale} />
      <g clipPath={`url(#${clip})`}>
        <PlotData figure={figure} geometry={geometry} scale={scale} y={y} />
      </g>
      {figure.beta && <BetaLine step={figure.beta.step} beta={figure.beta.values} geometry={geometry} scale={scale} />}
      {figure.level && <LevelLine level={figure.level} geometry={geometry} y={y} />}
      {extent && <BeyondRange extent={extent} geometry={geometry} y={y} />}
    </g>
  );
});
