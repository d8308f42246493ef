import { useEffect, useRef } from "react";
import { AXIS_MARGIN, LatentSquareAxes } from "../charts/LatentSquareAxes";
import { useElementSize } from "../charts/useElementSize";
import { useAppState } from "./app";
import { LatentGridLayer } from "./LatentGridLayer";
import { LatentImagesLayer } from "./LatentImagesLayer";
import { LatentPosteriorLayer } from "./LatentPosteriorLayer";
import styles from "./LatentSquare.module.css";
import { LatentSquareSurface } from "./LatentSquareSurface";
import type { LatentView } from "./latentView";
import { useOnDemand } from "./useOnDemand";

const loadExact = async () => (await import("./LatentExactLayer")).LatentExactLayer;

function ExactLayer(props: { size: number; view: LatentView }) {
  const { part: Layer, request } = useOnDemand(loadExact, "The layer of the exact posterior");
  useEffect(() => void request(), [request]);
  return Layer && <Layer {...props} />;
}

const loadPoints = async () => (await import("./worksheet/WorksheetPointsLayer")).WorksheetPointsLayer;

/** The rows of the worksheet, while its page is open. */
function WorksheetPoints(props: { size: number; view: LatentView }) {
  const worksheet = useAppState(({ view, worksheet }) => (view.tab === "worksheet" ? worksheet : null));
  const { part: Layer, request } = useOnDemand(loadPoints, "The layer of the worksheet");
  useEffect(() => void (worksheet && request()), [worksheet, request]);
  return Layer && worksheet && <Layer worksheet={worksheet} {...props} />;
}

/** The largest square that its place allows, its layers from the bottom up, and the surface that takes pointer and keys. */
export function LatentSquare({ view }: { view: LatentView }) {
  const place = useRef<HTMLDivElement>(null);
  const room = useElementSize(place);
  const layers = useAppState((state) => state.view.layers);
  const { left, right, top, bottom } = AXIS_MARGIN;
  const size = room === null ? 0 : Math.max(0, Math.min(room.width - left - right, room.height - top - bottom));
  return (
    <div ref={place} className={styles.place}>
      {size > 0 && (
        <div className={styles.square} style={{ width: size, height: size, margin: `${top}px ${right}px ${bottom}px ${left}px` }}>
          {layers.latentGrid && <LatentGridLayer size={size} view={view} />}
          {layers.testImages && !view.sheet && <LatentImagesLayer size={size} view={view} />}
          <svg width={size} height={size} className={styles.overlay} aria-hidden="true">
            {view.sheet ? (
              <rect width={size} height={size} className={styles.sheetFrame} />
            ) : (
              <LatentSquareAxes
                size={size}
                transform={view.transform}
                across={view.across}
                up={view.up}
                variable={view.variable}
                lanes={layers.testImages}
              />
            )}
            {layers.exact && !view.sheet && <ExactLayer size={size} view={view} />}
            {layers.posterior && !view.sheet && <LatentPosteriorLayer size={size} view={view} />}
          </svg>
          {!view.sheet && <WorksheetPoints size={size} view={view} />}
          <LatentSquareSurface size={size} view={view} />
        </div>
      )}
    </div>
  );
}
