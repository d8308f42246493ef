import { useMemo } from "react";
import { useDigitColors } from "../charts/digitImageColors";
import { encodingsPainter } from "../charts/encodingsDrawing";
import { LatentSquareCanvas } from "../charts/LatentSquareCanvas";
import styles from "./LatentSquare.module.css";
import { type LatentView, usePlacedEncodings } from "./latentView";

/** The test images as coloured digits where the encoder puts them. */
export function LatentImagesLayer({ size, view }: { size: number; view: LatentView }) {
  const placed = usePlacedEncodings(view);
  const colors = useDigitColors();
  const painter = useMemo(() => encodingsPainter(colors), [colors]);
  const paint = useMemo(() => placed && painter(placed), [placed, painter]);
  return (
    paint && (
      <LatentSquareCanvas
        size={size}
        paint={paint}
        label="Test images where the encoder puts them, as coloured digits"
        className={styles.canvas}
      />
    )
  );
}
