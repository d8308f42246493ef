import { memo } from "react";
import type { CurveFigureName } from "../charts/curveFigures";
import type { ExportFormat } from "./CurvesExport";
import styles from "./CurvesPanel.module.css";
import { Popover } from "./controls/Popover";
import { FIGURE_TITLES } from "./curvesCaptions";

interface CurvesMenuProps {
  name: CurveFigureName;
  onSave: (format: ExportFormat) => Promise<void>;
  copyCurve: () => void;
  /** Where log p(x) or L_K was measured. */
  copyTruth: (() => void) | undefined;
}

/** What can be taken away from a figure. */
export const CurvesMenu = memo(function CurvesMenu({ name, onSave, copyCurve, copyTruth }: CurvesMenuProps) {
  const title = FIGURE_TITLES[name];
  const button = (
    <>
      <span aria-hidden="true">⋯</span>
      <span className="visuallyHidden">Save {title}</span>
    </>
  );
  return (
    <Popover button={button} buttonClassName={styles.menuButton} label={`Save ${title}`} width={190}>
      <div className={styles.menu}>
        <button type="button" onClick={() => void onSave("svg")}>
          Save as SVG
        </button>
        <button type="button" onClick={() => void onSave("png")}>
          Save as PNG
        </button>
        <button type="button" onClick={copyCurve}>
          Copy data as CSV
        </button>
        {copyTruth && (
          <button type="button" onClick={copyTruth}>
            Copy the truth as CSV
          </button>
        )}
      </div>
    </Popover>
  );
});
