import { useId } from "react";
import styles from "./LatentSquare.module.css";
import type { LatentSquareTransform } from "./latentSquareTransform";
import { CONTOUR_DEVIATIONS, type PosteriorMarginal, posteriorContour, posteriorInterval } from "./posteriorContours";

export interface PosteriorContoursProps {
  size: number;
  transform: LatentSquareTransform;
  /** Over the two dimensions shown; with one dimension the second is ignored. */
  marginal: PosteriorMarginal;
  /** The sample z = μ + σε on the same dimensions. */
  sample: readonly [number, number];
  oneDimension: boolean;
}

/** q(z|x) of one image: contours at 1 and 2 standard deviations, its mean (dot) and its sample (cross), clipped to the square. */
export function PosteriorContours({ size, transform, marginal, sample, oneDimension }: PosteriorContoursProps) {
  const clip = useId();
  const contour = oneDimension ? posteriorInterval : posteriorContour;
  const place = (z: readonly [number, number]): string =>
    `translate(${transform.toUnit(z[0]) * size} ${oneDimension ? size / 2 : (1 - transform.toUnit(z[1])) * size})`;
  return (
    <g clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect width={size} height={size} />
      </clipPath>
      {CONTOUR_DEVIATIONS.map((deviations) => {
        const path = contour(marginal, deviations, transform, size);
        return (
          <g key={deviations} fill="none">
            <path d={path} className={styles.contourHalo} />
            <path d={path} className={deviations === 1 ? styles.contourInner : styles.contourOuter} />
          </g>
        );
      })}
      <path d="M-4,-4L4,4M-4,4L4,-4" transform={place(sample)} className={styles.sampleHalo} />
      <path d="M-4,-4L4,4M-4,4L4,-4" transform={place(sample)} className={styles.sample} />
      <circle r={3.5} transform={place(marginal.mean)} className={styles.mean} />
    </g>
  );
}
