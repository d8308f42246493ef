import { useEffect, useMemo } from "react";
import { gaussianPaths } from "../charts/gaussianContours";
import type { LatentSquareTransform } from "../charts/latentSquareTransform";
import { PosteriorContours } from "../charts/PosteriorContours";
import type { OneImage, PosteriorShape } from "../worker/protocol";
import { useAppState } from "./app";
import type { LatentView } from "./latentView";
import { useOnDemand } from "./useOnDemand";

/** What the square shows of q: its shape, and its mean and one draw on the dimensions shown. */
export interface ShownPosterior {
  shape: PosteriorShape;
  mean: readonly [number, number];
  sample: readonly [number, number];
}

/** Of all latents those of the square, which come last. */
export function onSquare(latents: Float32Array, { dim }: LatentView): Float32Array {
  return latents.subarray(latents.length - dim);
}

/** q over the dimensions shown; null where the picture in hand is of others, or not of finite numbers. */
export function shownPosterior({ shape, mean, z }: OneImage, view: LatentView): ShownPosterior | null {
  const { across, up, dim } = view;
  const axes = up === null ? [across] : [across, up];
  if (shape === null || mean.length < dim || String(shape.axes) !== String(axes)) return null;
  const pair = (latents: Float32Array): readonly [number, number] => [
    onSquare(latents, view)[across],
    onSquare(latents, view)[up ?? across],
  ];
  const shown = { shape, mean: pair(mean), sample: pair(z) };
  return [...shown.mean, ...shown.sample].every(Number.isFinite) ? shown : null;
}

const loadContours = async () => (await import("../charts/posteriorContours")).posteriorPaths;

/** q's two contours; none until what finds those of a density that is no Gaussian has been fetched. */
function useContours(shape: PosteriorShape, transform: LatentSquareTransform, size: number): readonly string[] {
  const { part: posteriorPaths, request } = useOnDemand(loadContours, "What draws q's contours");
  const isPlain = shape.kind === "gaussian" || shape.kind === "intervals";
  useEffect(() => {
    if (!isPlain) request();
  }, [isPlain, request]);
  return useMemo(() => {
    if (shape.kind === "gaussian" || shape.kind === "intervals") return gaussianPaths(shape, transform, size);
    return posteriorPaths?.(shape, transform, size) ?? [];
  }, [shape, transform, size, posteriorPaths]);
}

/** The selected image's posterior over the square. */
export function LatentPosteriorLayer({ size, view }: { size: number; view: LatentView }) {
  const image = useAppState((state) => state.oneImage?.value ?? null);
  const shown = image && shownPosterior(image, view);
  return shown && <Posterior size={size} transform={view.transform} shown={shown} />;
}

function Posterior({ size, transform, shown }: { size: number; transform: LatentSquareTransform; shown: ShownPosterior }) {
  const { shape, mean, sample } = shown;
  const contours = useContours(shape, transform, size);
  return (
    <PosteriorContours
      size={size}
      transform={transform}
      contours={contours}
      mean={mean}
      sample={sample}
      isOneDimensional={shape.axes.length === 1}
    />
  );
}
