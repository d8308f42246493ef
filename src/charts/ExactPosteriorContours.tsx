import { useId } from "react";
import styles from "./ExactPosteriorContours.module.css";

interface ExactPosteriorContoursProps {
  size: number;
  /** The inner contour and the outer, as SVG paths. */
  contours: readonly string[];
  /** With one latent dimension the contours are lines, which hold no area. */
  isOneDimensional: boolean;
}

/** The regions of highest density of the exact posterior, clipped to the square: filled faintly, so that several modes read as one density. */
export function ExactPosteriorContours({ size, contours, isOneDimensional }: ExactPosteriorContoursProps) {
  const clip = useId();
  return (
    <g clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect width={size} height={size} />
      </clipPath>
      {contours.map((path, i) => (
        <g key={i === 0 ? "inner" : "outer"}>
          <path d={path} className={styles.halo} />
          <path d={path} className={isOneDimensional ? styles.line : styles.region} fillRule="evenodd" data-outer={i > 0} />
        </g>
      ))}
    </g>
  );
}
