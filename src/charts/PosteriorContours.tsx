import { useId } from "react";
import styles from "./LatentSquare.module.css";
import type { LatentSquareTransform } from "./latentSquareTransform";

export interface PosteriorContoursProps {
  size: number;
  transform: LatentSquareTransform;
  /** The inner contour and the outer; none while they are not known. */
  contours: readonly string[];
  /** q's mean and one draw from it on the dimensions shown; with one dimension the second numbers are ignored. */
  mean: readonly [number, number];
  sample: readonly [number, number];
  isOneDimensional: boolean;
}

const LOOKS = [styles.contourInner, styles.contourOuter];

/** q(z|x) of one image: its two contours, its mean (dot) and its sample (cross), clipped to the square. */
export function PosteriorContours({ size, transform, contours, mean, sample, isOneDimensional }: PosteriorContoursProps) {
  const clip = useId();
  const down = (value: number): number => (isOneDimensional ? size / 2 : (1 - transform.toUnit(value)) * size);
  const place = ([across, up]: readonly [number, number]): string => `translate(${transform.toUnit(across) * size} ${down(up)})`;
  return (
    <g clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect width={size} height={size} />
      </clipPath>
      {contours.map((path, i) => (
        <Contour key={LOOKS[i]} path={path} className={LOOKS[i]} />
      ))}
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
