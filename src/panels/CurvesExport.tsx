import { useEffect, useRef } from "react";
import { CurvePlot } from "../charts/CurvePlot";
import { figureValueScale } from "../charts/curveFigure";
import { TERM_COLORS } from "../charts/curveFigures";
import { boundName, formatCount, formatNats } from "../charts/numberFormat";
import { plotGeometry } from "../charts/plotGeometry";
import { stepScale } from "../charts/stepScale";
import { useActions, useAppState } from "./app";
import { CurrentBars } from "./CurvesBars";
import { stackLabel } from "./CurvesLegend";
import { FIGURE_TITLES, figureCaption, natsNote } from "./curvesCaptions";
import type { CurvesFigureProps } from "./curvesFigureProps";
import { downloadBlob, standaloneSvg, svgToPng } from "./exportFigure";

export type ExportFormat = "svg" | "png";

const WIDTH = 760;
const HEIGHT = 400;
const PLOT_TOP = 48;
const LEGEND_MARGIN = 14;
const LEGEND_ROW = 18;
const LEGEND_COLUMNS = 5;
const LEGEND_STRIDE = 140;

interface LegendEntry {
  label: string;
  color: string;
  strokeWidth: number;
  opacity?: number;
  dash?: string;
}

/** The lines and areas that the legend names. */
function legendEntries({ layers, bands = [], stack, beta }: CurvesFigureProps["figure"]): LegendEntry[] {
  return [
    ...layers.filter((layer) => !layer.background).reverse(),
    ...bands.filter(({ low }) => low.some(Number.isFinite)).map((band) => ({ ...band, strokeWidth: 8, opacity: 0.16 })),
    ...(stack ? [{ label: stackLabel(stack), color: "var(--kl)", strokeWidth: 8, opacity: 0.4 }] : []),
    ...(beta ? [{ label: "β (right axis)", color: "var(--beta)", strokeWidth: 1.5, dash: "4 3" }] : []),
  ];
}

const legendHeight = (entries: LegendEntry[]): number => LEGEND_MARGIN + LEGEND_ROW * Math.ceil(entries.length / LEGEND_COLUMNS);

/** The lines' names under the plot. */
function ExportLegend({ entries }: { entries: LegendEntry[] }) {
  const top = HEIGHT - legendHeight(entries) + LEGEND_ROW;
  return (
    <g transform={`translate(40,${top})`} fontSize={12}>
      {entries.map((entry, place) => (
        <g
          key={entry.label}
          transform={`translate(${(place % LEGEND_COLUMNS) * LEGEND_STRIDE},${Math.floor(place / LEGEND_COLUMNS) * LEGEND_ROW})`}
        >
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

/** "test −150.91, L₅ −148.20 at step 4 680" */
function lastValue(name: CurvesFigureProps["name"], { test }: CurvesFigureProps["curves"]): string {
  const last = test.points.at(-1);
  if (last === undefined) return "";
  const { iwae, samples, step } = last;
  const bound = name === "elbo" && iwae !== undefined && samples !== undefined ? `, ${boundName(samples)} ${formatNats(iwae, 2)}` : "";
  return `test ${formatNats(last[name], 2)}${bound} at step ${formatCount(step)}`;
}

function ExportTitle({ name, curves }: CurvesFigureProps) {
  const experiment = useAppState((state) => state.experiment);
  const note = name === "kl" ? null : natsNote(experiment);
  return (
    <>
      <text x={16} y={28} fontSize={16} fontWeight={600} fill={TERM_COLORS[name]}>
        {FIGURE_TITLES[name]}
        <tspan dx={10} fontSize={12} fontWeight={400} fill="var(--ink-3)">
          {figureCaption(name, experiment)}, nats per image
        </tspan>
      </text>
      <text x={WIDTH - 24} y={28} fontSize={13} textAnchor="end" fill={TERM_COLORS[name]}>
        {lastValue(name, curves)}
      </text>
      {note !== null && (
        <text x={16} y={44} fontSize={11} fill="var(--ink-3)">
          {note}
        </text>
      )}
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
  const entries = legendEntries(figure);
  const geometry = plotGeometry(WIDTH - 16, HEIGHT - PLOT_TOP - legendHeight(entries), true);
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
      {!bars && <ExportLegend entries={entries} />}
    </svg>
  );
}

async function saveDrawing(drawing: SVGSVGElement, name: string, format: ExportFormat): Promise<void> {
  const svg = standaloneSvg(drawing);
  const blob = format === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await svgToPng(svg, WIDTH, HEIGHT);
  downloadBlob(blob, `${name}.${format}`);
}
