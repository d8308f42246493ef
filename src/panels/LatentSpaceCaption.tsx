import { useEffect } from "react";
import { useDigitColors } from "../charts/digitImageColors";
import { encodingColor } from "../charts/encodingsDrawing";
import { useAppState } from "./app";
import { shownPosterior } from "./LatentPosteriorLayer";
import styles from "./LatentSpacePanel.module.css";
import { type LatentView, usePlacedEncodings } from "./latentView";
import { describeContours, describeSlice } from "./latentWords";
import { useOnDemand } from "./useOnDemand";

/** Under the square: the colours, what it shows beyond its axes, how to read q. */
export function LatentSpaceCaption({ view }: { view: LatentView }) {
  const layers = useAppState((state) => state.view.layers);
  const images = layers.testImages && !view.sheet;
  const slice = describeSlice(view, layers);
  return (
    <figcaption className={styles.caption}>
      {images && view.up !== null && <ImagesLegend view={view} />}
      {slice !== "" && <span>{slice}</span>}
      {layers.posterior && !view.sheet && <PosteriorLegend view={view} />}
      {layers.exact && !view.sheet && <ExactLegend />}
    </figcaption>
  );
}

const loadLegend = async () => (await import("./LatentExactLegend")).LatentExactLegend;

function ExactLegend() {
  const { part: Legend, request } = useOnDemand(loadLegend, "The caption of the exact posterior");
  useEffect(() => void request(), [request]);
  return Legend && <Legend />;
}

function PosteriorLegend({ view }: { view: LatentView }) {
  const image = useAppState((state) => state.oneImage?.value ?? null);
  const shown = image && shownPosterior(image, view);
  return (
    shown && (
      <span>
        <span className={styles.accent}>q({view.variable}|x)</span>: {describeContours(shown.shape)}, ● mean, × draw
      </span>
    )
  );
}

/** The digits in the colours of their glyphs. */
function ImagesLegend({ view }: { view: LatentView }) {
  const colors = useDigitColors();
  const placed = usePlacedEncodings(view);
  const present = placed === null ? [] : [...new Set(placed.labels)].sort();
  return (
    <span className={styles.legend}>
      {present.map((digit) => (
        <b key={digit} style={{ color: encodingColor(digit, colors) }}>
          {digit}
        </b>
      ))}
    </span>
  );
}
