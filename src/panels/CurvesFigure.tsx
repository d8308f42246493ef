import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Crosshair } from "../charts/Crosshair";
import { CurvePlot } from "../charts/CurvePlot";
import { figureValueScale } from "../charts/curveFigure";
import type { CurveFigureName, RunCurves } from "../charts/curveFigures";
import { curveReadout } from "../charts/curveReadout";
import { EmptyPlot } from "../charts/EmptyPlot";
import { boundName } from "../charts/numberFormat";
import { plotGeometry } from "../charts/plotGeometry";
import { stepScale } from "../charts/stepScale";
import { type ElementSize, useElementSize } from "../charts/useElementSize";
import { whyNoQuadrature } from "../experiment/quadrature";
import { useActions, useAppState } from "./app";
import { CurvesToggle } from "./CurvesControls";
import type { ExportFormat } from "./CurvesExport";
import { CurvesHeader } from "./CurvesHeader";
import { CurvesLegend } from "./CurvesLegend";
import { CurvesMenu } from "./CurvesMenu";
import styles from "./CurvesPanel.module.css";
import { CurvesReadout } from "./CurvesReadout";
import { CurvesTable, TruthTable } from "./CurvesTable";
import { evidenceName, expectationOf, FIGURE_TITLES } from "./curvesCaptions";
import { useCrosshair } from "./curvesCrosshair";
import { figureCsv, truthCsv } from "./curvesCsv";
import type { CurvesFigureProps } from "./curvesFigureProps";
import { Explain } from "./Explain";
import { useOnDemand } from "./useOnDemand";

/** The plot without its crosshair, as it is drawn into a box of this size. */
function usePlot({ figure, domain, display, last }: CurvesFigureProps, size: ElementSize) {
  const { logarithmic, allValues } = display;
  const [first, end] = domain;
  return useMemo(() => {
    const geometry = plotGeometry(size.width, size.height, last);
    const scale = stepScale([first, end], logarithmic ? "log" : "linear", geometry.innerWidth);
    return { geometry, scale, y: figureValueScale(figure, scale, geometry, allValues) };
  }, [figure, first, end, logarithmic, allValues, last, size.width, size.height]);
}

/** The curves and their crosshair; pointer, touch and arrow keys move it. */
function SteppedPlot(props: CurvesFigureProps & { size: ElementSize }) {
  const { name, figure, curves, display, crosshair, size } = props;
  const { geometry, scale, y } = usePlot(props, size);
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
        <CurvesLegend name={name} figure={figure} />
      )}
    </div>
  );
}

/** Copies data of the figure; the functions stay the same while the data grow. */
function useCopyCsv(name: CurveFigureName, curves: RunCurves) {
  const { notify } = useActions();
  const latest = useRef(curves);
  useEffect(() => {
    latest.current = curves;
  }, [curves]);
  const copy = useCallback(
    async (csv: string, what: string) => {
      try {
        await navigator.clipboard.writeText(csv);
        notify("info", `Copied ${what} as CSV.`);
      } catch {
        notify("warning", "The browser did not let the page use the clipboard; nothing was copied. Export the metrics as a file instead.");
      }
    },
    [notify],
  );
  const copyCurve = useCallback(() => {
    const { train, latentDim } = latest.current;
    void copy(figureCsv(name, train.source, latentDim), `${train.source.length} points of ${FIGURE_TITLES[name]}`);
  }, [name, copy]);
  const copyTruth = useCallback(() => {
    const { truth } = latest.current;
    if (truth) void copy(truthCsv(truth), `${truth.step.length} points of ${truth.name} and ${boundName(truth.samples)}`);
  }, [copy]);
  return { copyCurve, copyTruth: name === "elbo" && curves.truth ? copyTruth : undefined };
}

const loadBars = async () => (await import("./CurvesBars")).CurvesBars;
const loadExport = async () => (await import("./CurvesExport")).CurvesExport;

/** KL per dimension in the place of the curves: whether it is asked for, and what draws it. */
function useBars() {
  const { part: CurvesBars, request } = useOnDemand(loadBars, "The bars");
  const [asked, setAsked] = useState(false);
  const ask = async (pressed: boolean) => setAsked(pressed && (await request()) !== null);
  return { CurvesBars: asked ? CurvesBars : null, askForBars: (pressed: boolean) => void ask(pressed) };
}

/** The figure as a file: what draws it, from when it is asked for until it is saved. */
function useExport() {
  const { part: CurvesExport, request } = useOnDemand(loadExport, "What saves the figure");
  const [format, setFormat] = useState<ExportFormat | null>(null);
  const save = useCallback(async (next: ExportFormat) => setFormat((await request()) === null ? null : next), [request]);
  const done = useCallback(() => setFormat(null), []);
  return { saving: CurvesExport && format && { CurvesExport, format }, save, done };
}

/** log p(x) and L_K beside the ELBO, measured while it is pressed. */
function TruthToggle() {
  const pressed = useAppState((state) => state.view.bounds);
  const name = useAppState((state) => (whyNoQuadrature(state.experiment) === null ? evidenceName(state.experiment) : "L_K"));
  const { setView } = useActions();
  return (
    <>
      <CurvesToggle
        pressed={pressed}
        onToggle={(bounds) => setView({ bounds })}
        hint="log p(x) by quadrature and the bound of 100 samples, measured beside training"
      >
        {name}
      </CurvesToggle>
      {pressed && <Explain term="truth" />}
    </>
  );
}

/** One of the three figures: title, value now, plot, data as a table, and a menu to take it away. */
export function CurvesFigure(props: CurvesFigureProps) {
  const { name, curves, crosshair, last } = props;
  const plot = useRef<HTMLDivElement>(null);
  const size = useElementSize(plot);
  const { CurvesBars, askForBars } = useBars();
  const { saving, save, done } = useExport();
  const toggle =
    name === "kl" ? (
      <CurvesToggle pressed={CurvesBars !== null} onToggle={askForBars} hint="KL of each latent dimension now, against the free-bits floor">
        bars
      </CurvesToggle>
    ) : (
      name === "elbo" && <TruthToggle />
    );
  const menu = <CurvesMenu name={name} onSave={save} {...useCopyCsv(name, curves)} />;
  return (
    <figure className={last ? styles.lastFigure : styles.figure} aria-label={FIGURE_TITLES[name]}>
      <CurvesHeader
        name={name}
        point={curves.test.points.at(-1)}
        showActive={name === "kl" && CurvesBars === null}
        toggle={toggle}
        menu={menu}
      />
      <div ref={plot} className={styles.plot}>
        {size && CurvesBars && <CurvesBars curves={curves} crosshair={crosshair} size={size} />}
        {size && !CurvesBars && <SteppedPlot {...props} size={size} />}
      </div>
      <CurvesTable name={name} curves={curves} />
      {name === "elbo" && curves.truth && <TruthTable truth={curves.truth} />}
      {saving && <saving.CurvesExport {...props} bars={CurvesBars !== null} format={saving.format} onDone={done} />}
    </figure>
  );
}
