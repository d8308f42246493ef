import { useEffect, useRef } from "react";
import { CurvePlot } from "../charts/CurvePlot";
import { figureValueScale } from "../charts/curveFigure";
import { TERM_COLORS } from "../charts/curveFigures";
import { formatCount, formatNats } from "../charts/numberFormat";
import { plotGeometry } from "../charts/plotGeometry";
import { stepScale } from "../charts/stepScale";
import { useActions, useAppState } from "./app";
import { CurrentBars } from "./CurvesBars";
import { FIGURE_TITLES, figureCaption } from "./curvesCaptions";
import type { CurvesFigureProps } from "./curvesFigureProps";
import { downloadBlob, standaloneSvg, svgToPng } from "./exportFigure";

export type ExportFormat = "svg" | "png";

const WIDTH = 760;
const HEIGHT = 400;
const PLOT_TOP = 48;
const LEGEND_HEIGHT = 32;
const LEGEND_STRIDE = 140;

/** The lines' names under the plot. */
function ExportLegend({ figure }: CurvesFigureProps) {
  const entries = [
    ...figure.layers.filter((layer) => !layer.background).reverse(),
    ...(figure.band ? [{ ...figure.band, strokeWidth: 8, opacity: 0.16, dash: undefined }] : []),
    ...(figure.stack
      ? [{ label: `${figure.stack.split} by dimension`, color: "var(--kl)", strokeWidth: 8, opacity: 0.4, dash: undefined }]
      : []),
    ...(figure.beta ? [{ label: "β (right axis)", color: "var(--beta)", strokeWidth: 1.5, dash: "4 3", opacity: 1 }] : []),
  ];
  return (
    <g transform={`translate(40,${HEIGHT - 14})`} fontSize={12}>
      {entries.map((entry, place) => (
        <g key={entry.label} transform={`translate(${place * LEGEND_STRIDE},0)`}>
          <path
            d="M0,-4H20"
            stroke={entry.color}
            strokeWidth={entry.strokeWidth}
            strokeDasharray={entry.dash}
            opacity={entry.opacity}
            fill="none"
          />
          <text x={26} fill="var(--ink-2)">
            {entry.label}
          </text>
        </g>
      ))}
    </g>
  );
}

function ExportTitle({ name, curves }: CurvesFigureProps) {
  const experiment = useAppState((state) => state.experiment);
  const last = curves.test.points.at(-1);
  const value = last ? `test ${formatNats(last[name], 2)} at step ${formatCount(last.step)}` : "";
  return (
    <>
      <text x={16} y={28} fontSize={16} fontWeight={600} fill={TERM_COLORS[name]}>
        {FIGURE_TITLES[name]}
        <tspan dx={10} fontSize={12} fontWeight={400} fill="var(--ink-3)">
          {figureCaption(name, experiment)}, nats per image
        </tspan>
      </text>
      <text x={WIDTH - 24} y={28} fontSize={13} textAnchor="end" fill={TERM_COLORS[name]}>
        {value}
      </text>
    </>
  );
}

type CurvesExportProps = CurvesFigureProps & {
  /** KL per dimension now instead of the curves. */
  bars: boolean;
  format: ExportFormat;
  onDone: () => void;
};

/** Draws the figure by itself, off screen, with title, steps and legend; saves it once drawn, and says when it is done. */
export function CurvesExport(props: CurvesExportProps) {
  const { name, figure, curves, domain, display, bars, format, onDone } = props;
  const drawing = useRef<SVGSVGElement>(null);
  const { notify } = useActions();
  const done = useRef(onDone);
  useEffect(() => {
    if (drawing.current) {
      saveDrawing(drawing.current, `vae-playground-${name}`, format).catch((error: Error) =>
        notify("error", `${FIGURE_TITLES[name]} was not saved: ${error.message}.`),
      );
    }
    done.current();
  }, [name, format, notify]);
  const geometry = plotGeometry(WIDTH - 16, HEIGHT - PLOT_TOP - LEGEND_HEIGHT, true);
  const scale = stepScale(domain, display.logarithmic ? "log" : "linear", geometry.innerWidth);
  const y = figureValueScale(figure, scale, geometry, display.allValues);
  return (
    <svg
      ref={drawing}
      className="visuallyHidden"
      aria-hidden="true"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      fontFamily="'Inter Variable', Inter, system-ui, sans-serif"
    >
      <rect width={WIDTH} height={HEIGHT} fill="var(--paper)" />
      <ExportTitle {...props} />
      <g transform={`translate(4,${PLOT_TOP})`}>
        {bars ? (
          <CurrentBars curves={curves} geometry={geometry} />
        ) : (
          y && <CurvePlot figure={figure} geometry={geometry} scale={scale} y={y} />
        )}
      </g>
      {!bars && <ExportLegend {...props} />}
    </svg>
  );
}

async function saveDrawing(drawing: SVGSVGElement, name: string, format: ExportFormat): Promise<void> {
  const svg = standaloneSvg(drawing);
  const blob = format === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await svgToPng(svg, WIDTH, HEIGHT);
  downloadBlob(blob, `${name}.${format}`);
}
