import { PosteriorContours } from "../charts/PosteriorContours";
import type { PosteriorMarginal } from "../charts/posteriorContours";
import type { OneImage } from "../worker/protocol";
import { useAppState } from "./app";
import type { LatentView } from "./latentView";

/** q(z|x) of a mean-field posterior over the two dimensions shown. */
export function shownMarginal({ mean, logVariance }: OneImage, { across, up }: LatentView): PosteriorMarginal {
  const pair = (read: (dimension: number) => number): readonly [number, number] => [read(across), read(up ?? across)];
  return { mean: pair((d) => mean[d]), standardDeviation: pair((d) => Math.exp(logVariance[d] / 2)) };
}

/** The selected image's posterior over the square. */
export function LatentPosteriorLayer({ size, view }: { size: number; view: LatentView }) {
  const image = useAppState((state) => state.oneImage?.value ?? null);
  if (image === null || image.mean.length !== view.dim) return null;
  const numbers = [...image.mean, ...image.logVariance, ...image.z];
  if (!numbers.every(Number.isFinite)) return null;
  return (
    <PosteriorContours
      size={size}
      transform={view.transform}
      marginal={shownMarginal(image, view)}
      sample={[image.z[view.across], image.z[view.up ?? view.across]]}
      oneDimension={view.up === null}
    />
  );
}
