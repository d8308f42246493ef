import { useId, useMemo } from "react";
import type { PosteriorShape } from "../worker/protocol";
import styles from "./LatentSquare.module.css";
import type { LatentSquareTransform } from "./latentSquareTransform";
import { posteriorPaths } from "./posteriorContours";

export interface PosteriorContoursProps {
  size: number;
  transform: LatentSquareTransform;
  shape: PosteriorShape;
  /** q's mean and one draw from it on the dimensions shown; with one dimension the second numbers are ignored. */
  mean: readonly [number, number];
  sample: readonly [number, number];
}

/** q(z|x) of one image: its two contours, its mean (dot) and its sample (cross), clipped to the square. */
export function PosteriorContours({ size, transform, shape, mean, sample }: PosteriorContoursProps) {
  const clip = useId();
  const [inner, outer] = useMemo(() => posteriorPaths(shape, transform, size), [shape, transform, size]);
  const down = (value: number): number => (shape.axes.length === 1 ? size / 2 : (1 - transform.toUnit(value)) * size);
  const place = ([across, up]: readonly [number, number]): string => `translate(${transform.toUnit(across) * size} ${down(up)})`;
  return (
    <g clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect width={size} height={size} />
      </clipPath>
      <Contour path={inner} className={styles.contourInner} />
      <Contour path={outer} className={styles.contourOuter} />
      <path d="M-4,-4L4,4M-4,4L4,-4" transform={place(sample)} className={styles.sampleHalo} />
      <path d="M-4,-4L4,4M-4,4L4,-4" transform={place(sample)} className={styles.sample} />
      <circle r={3.5} transform={place(mean)} className={styles.mean} />
    </g>
  );
}

function Contour({ path, className }: { path: string; className: string }) {
  return (
    <g fill="none">
      <path d={path} className={styles.contourHalo} />
      <path d={path} className={className} />
    </g>
  );
}
