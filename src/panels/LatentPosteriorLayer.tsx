import { PosteriorContours } from "../charts/PosteriorContours";
import type { OneImage, PosteriorShape } from "../worker/protocol";
import { useAppState } from "./app";
import type { LatentView } from "./latentView";

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

/** The selected image's posterior over the square. */
export function LatentPosteriorLayer({ size, view }: { size: number; view: LatentView }) {
  const image = useAppState((state) => state.oneImage?.value ?? null);
  const shown = image && shownPosterior(image, view);
  return shown && <PosteriorContours size={size} transform={view.transform} {...shown} />;
}
