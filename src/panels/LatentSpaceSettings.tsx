import { latentName } from "../charts/numberFormat";
import { useActions, useAppState } from "./app";
import { Explain } from "./Explain";
import { LatentImagesCount } from "./LatentImagesCount";
import styles from "./LatentSpacePanel.module.css";
import { LatentSpacePin } from "./LatentSpacePin";
import { LatentSpaceSave } from "./LatentSpaceSave";
import { LatentSpaceSelect } from "./LatentSpaceSelect";
import type { LatentView } from "./latentView";
import { PresetLookFor } from "./PresetLookFor";

/** How the square is drawn: what its layers show, its axes, its pin. Nothing here changes the run. */
export function LatentSpaceSettings({ view }: { view: LatentView }) {
  const { setView } = useActions();
  const { gridSource, gridShow, imagesShow, scale, layers } = useAppState((state) => state.view);
  return (
    <div className={styles.settings}>
      {layers.latentGrid && (
        <LatentSpaceSelect
          label="Grid shows"
          value={gridShow}
          options={[
            ["mean", "mean E[x|z]"],
            ["sample", "draw of p(x|z)"],
          ]}
          choose={(show) => setView({ gridShow: show })}
        />
      )}
      {layers.latentGrid && (view.dim > 2 || view.sheet || view.variable === "u") && (
        <LatentSpaceSelect
          label="Grid of"
          aside={<Explain term="priorSamples" />}
          value={gridSource}
          options={[
            ["slice", "slice"],
            ["prior", "prior samples"],
          ]}
          choose={(source) => setView({ gridSource: source })}
        />
      )}
      {layers.testImages && !view.sheet && (
        <LatentSpaceSelect
          label="Images at"
          value={imagesShow}
          options={[
            ["mean", `mean of q(${view.variable}|x)`],
            ["sample", `draw of q(${view.variable}|x)`],
          ]}
          choose={(show) => setView({ imagesShow: show })}
          below={<LatentImagesCount view={view} />}
        />
      )}
      {!view.sheet && (
        <LatentSpaceSelect
          label="Axes"
          aside={<Explain term="quantiles" />}
          value={scale}
          options={[
            ["quantile", "quantiles"],
            ["linear", `linear ${view.variable}`],
          ]}
          choose={(chosen) => setView({ scale: chosen })}
        />
      )}
      {view.up !== null && view.dim > 2 && !view.sheet && <AxisChoice view={view} across={view.across} up={view.up} />}
      <LatentSpacePin view={view} />
      <LatentSpaceSave view={view} />
      <PresetLookFor />
    </div>
  );
}

/** The two dimensions to look at; choosing the one that the other axis has swaps them. */
function AxisChoice({ view: { dim, variable }, across, up }: { view: LatentView; across: number; up: number }) {
  const { setView } = useActions();
  const options = Array.from({ length: dim }, (_, dimension) => [String(dimension), latentName(dimension, variable)] as const);
  const choose = (axis: 0 | 1, chosen: number): void => {
    const other = axis === 0 ? up : across;
    const kept = chosen === other ? (axis === 0 ? across : up) : other;
    setView({ axes: axis === 0 ? [chosen, kept] : [kept, chosen] });
  };
  return (
    <>
      <LatentSpaceSelect label="Horizontal axis" value={String(across)} options={options} choose={(value) => choose(0, Number(value))} />
      <LatentSpaceSelect label="Vertical axis" value={String(up)} options={options} choose={(value) => choose(1, Number(value))} />
    </>
  );
}
