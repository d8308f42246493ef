import { useCallback, useEffect, useRef, useState } from "react";
import type { CurveFigureName, RunCurves } from "../charts/curveFigures";
import { boundName } from "../charts/numberFormat";
import { useElementSize } from "../charts/useElementSize";
import { whyNoQuadrature } from "../experiment/quadrature";
import { useActions, useAppState } from "./app";
import { CurvesToggle } from "./CurvesControls";
import type { ExportFormat } from "./CurvesExport";
import { CurvesHeader } from "./CurvesHeader";
import { CurvesMenu } from "./CurvesMenu";
import styles from "./CurvesPanel.module.css";
import { CurvesPlot } from "./CurvesPlot";
import { CurvesTable, TruthTable } from "./CurvesTable";
import { evidenceName, FIGURE_TITLES } from "./curvesCaptions";
import type { CurvesFigureProps } from "./curvesFigureProps";
import { Explain } from "./Explain";
import { useOnDemand } from "./useOnDemand";

/** Copies data of the figure; the functions stay the same while the data grow. */
function useCopyCsv(name: CurveFigureName, curves: RunCurves) {
  const { notify } = useActions();
  const latest = useRef(curves);
  useEffect(() => {
    latest.current = curves;
  }, [curves]);
  const copy = useCallback(
    async (make: (csv: typeof import("./curvesCsv")) => string, what: string) => {
      try {
        await navigator.clipboard.writeText(make(await import("./curvesCsv")));
        notify("info", `Copied ${what} as CSV.`);
      } catch {
        notify("warning", "The browser did not let the page use the clipboard; nothing was copied. Export the metrics as a file instead.");
      }
    },
    [notify],
  );
  const copyCurve = useCallback(() => {
    const { train, latentDim } = latest.current;
    void copy(({ figureCsv }) => figureCsv(name, train.source, latentDim), `${train.source.length} points of ${FIGURE_TITLES[name]}`);
  }, [name, copy]);
  const copyTruth = useCallback(() => {
    const { truth } = latest.current;
    if (truth) void copy(({ truthCsv }) => truthCsv(truth), `${truth.step.length} points of ${truth.name} and ${boundName(truth.samples)}`);
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
        explained
        showActive={name === "kl" && CurvesBars === null}
        toggle={toggle}
        menu={menu}
      />
      <div ref={plot} className={styles.plot}>
        {size && CurvesBars && <CurvesBars curves={curves} crosshair={crosshair} size={size} />}
        {size && !CurvesBars && <CurvesPlot {...props} size={size} />}
      </div>
      <CurvesTable name={name} curves={curves} />
      {name === "elbo" && curves.truth && <TruthTable truth={curves.truth} />}
      {saving && <saving.CurvesExport {...props} bars={CurvesBars !== null} format={saving.format} onDone={done} />}
    </figure>
  );
}
