import { useMemo } from "react";
import { ExactPosteriorContours } from "../charts/ExactPosteriorContours";
import { posteriorPaths } from "../charts/posteriorContours";
import { useExactPosterior } from "./exactPosteriorOfImage";
import type { LatentView } from "./latentView";

/** The exact posterior of the selected image over the square. */
export function LatentExactLayer({ size, view }: { size: number; view: LatentView }) {
  const exact = useExactPosterior();
  const shape = exact?.shape ?? null;
  const isShown = shape !== null && shape.axes.length === (view.up === null ? 1 : 2);
  const contours = useMemo(() => (isShown ? posteriorPaths(shape, view.transform, size) : []), [shape, isShown, view.transform, size]);
  return <ExactPosteriorContours size={size} contours={contours} isOneDimensional={view.up === null} />;
}
