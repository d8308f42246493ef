import { memo, useId } from "react";
import type { CurvesDisplay } from "../charts/curveFigures";
import styles from "./CurvesPanel.module.css";
import { Explain } from "./Explain";

interface CurvesControlsProps {
  display: CurvesDisplay;
  onDisplay: (display: CurvesDisplay) => void;
}

interface CurvesToggleProps {
  pressed: boolean;
  onToggle: (pressed: boolean) => void;
  hint: string;
  children: string;
}

/** A quiet button that is on or off. */
export function CurvesToggle({ pressed, onToggle, hint, children }: CurvesToggleProps) {
  return (
    <button type="button" className={styles.toggle} aria-pressed={pressed} title={hint} onClick={() => onToggle(!pressed)}>
      {children}
    </button>
  );
}

/** How the curves are shown: smoothing, log steps, the loss, the whole range. */
export const CurvesControls = memo(function CurvesControls({ display, onDisplay }: CurvesControlsProps) {
  const id = useId();
  const change = (part: Partial<CurvesDisplay>) => onDisplay({ ...display, ...part });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a toolbar of three toggles and a slider is no form.
    <div className={styles.controls} role="group" aria-label="Curves">
      <span className={styles.smoothing}>
        <label htmlFor={id}>Smoothing</label>
        <Explain term="smoothing" />
        <input
          id={id}
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={display.smoothing}
          onChange={(event) => change({ smoothing: Number(event.currentTarget.value) })}
        />
        <span aria-hidden="true">{display.smoothing.toFixed(2)}</span>
      </span>
      <span className={styles.toggles}>
        <CurvesToggle pressed={display.logarithmic} onToggle={(logarithmic) => change({ logarithmic })} hint="Steps on a logarithmic axis">
          log x
        </CurvesToggle>
        <CurvesToggle
          pressed={display.showLoss}
          onToggle={(showLoss) => change({ showLoss })}
          hint="What the optimiser works on, with its sign turned, beside the ELBO"
        >
          loss
        </CurvesToggle>
        <CurvesToggle
          pressed={display.allValues}
          onToggle={(allValues) => change({ allValues })}
          hint="From the first step on, and up to the farthest value"
        >
          all values
        </CurvesToggle>
      </span>
    </div>
  );
});
