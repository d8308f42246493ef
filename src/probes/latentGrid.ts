import { mul, type Tensor2D, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { standardNormal } from "../engine/operations/standardNormal";
import type { Experiment } from "../experiment/experiment";
import { normalQuantile } from "../numeric/normal";
import { normals, stream, uniformAt } from "../numeric/random";
import { latentSizes } from "../vae/priors/priors";
import type { VariationalAutoencoder } from "../vae/vae";

/** Codes here are of the base: the variables whose prior is N(0, I), which are z, or the u that z is drawn from with a hierarchical prior. */

export interface LatentGridSettings {
  /** Digits on a side. */
  side: number;
  /** `slice`: evenly spaced over two axes, the others at `anchor`. `prior`: independent draws from the prior. */
  source: "slice" | "prior";
  /** The two dimensions of the base on screen, horizontal then vertical. With one dimension the second is ignored. */
  axes: [number, number];
  /** Coordinates of the dimensions that are not on screen, [base] (those of the axes are ignored). */
  anchor: number[];
  /** How positions map to coordinates: evenly spaced in Φ, or over [−3, 3]. */
  scale: "quantile" | "linear";
  /** `mean`: E[x|z]. `sample`: a draw from p(x|z), its levels cut at 0 and 1. */
  show: "mean" | "sample";
}

/** `side`² images of 28 × 28, row by row from the top left; the top row is the largest value of the vertical axis. */
export interface LatentGrid {
  settings: LatentGridSettings;
  /** [side², 784], 0 … 255. */
  pixels: Uint8Array;
  /** The code of each image, [side², base]. */
  z: Float32Array;
}

/** Half the width of the linear scale. */
const LINEAR_LIMIT = 3;

/** The coordinate at the centre of cell i of n, from the low end. */
function cellCentre(i: number, n: number, scale: LatentGridSettings["scale"]): number {
  const u = (i + 0.5) / n;
  return scale === "quantile" ? normalQuantile(u) : LINEAR_LIMIT * (2 * u - 1);
}

function sliceCodes({ side, axes, anchor, scale }: LatentGridSettings, dim: number): Float32Array {
  const z = new Float32Array(side * side * dim);
  for (let cell = 0; cell < side * side; cell++) {
    const row = Math.floor(cell / side);
    for (let d = 0; d < dim; d++) z[cell * dim + d] = anchor[d] ?? 0;
    if (dim > 1) z[cell * dim + axes[1]] = cellCentre(side - 1 - row, side, scale);
    z[cell * dim + (dim > 1 ? axes[0] : 0)] = cellCentre(cell % side, side, scale);
  }
  return z;
}

/** The grid's codes, [side², base]. */
export function gridCodes(settings: LatentGridSettings, dim: number, seed: number): Float32Array {
  if (settings.source === "slice") return sliceCodes(settings, dim);
  return normals(settings.side ** 2 * dim, 0, stream(seed, "prior"));
}

/** A draw of each image from p(x|z), from noise of a fixed stream. A Gaussian's may leave [0, 1]. */
function drawImages({ likelihood, decoder }: VariationalAutoencoder, z: Tensor2D, seed: number): Tensor2D {
  const streamId = stream(seed, "pixels");
  const logits = decoder(z);
  const uniforms = () => Float32Array.from({ length: logits.size }, (_, i) => uniformAt(i, 0, streamId));
  const noise = likelihood.noise === "uniform" ? tensor(uniforms(), logits.shape) : standardNormal(logits.shape, 0, streamId);
  return likelihood.sample(logits, noise);
}

/** z of the grid's codes: where they lie in the mean, or, for draws from the prior, a draw of z given each. */
function latentsOf(
  { prior }: VariationalAutoencoder,
  codes: Tensor2D,
  { source }: LatentGridSettings,
  { seed, latent }: Experiment,
): Tensor2D {
  if (source === "slice") return prior.meanFromBase(codes);
  return prior.drawFromBase(codes, standardNormal([codes.shape[0], latent.dim], 0, stream(seed, "prior/z")) as Tensor2D);
}

/** Decodes a grid of codes, or draws from the prior; the draws are the same for the same seed, so that pictures stay still. */
export async function latentGrid(vae: VariationalAutoencoder, settings: LatentGridSettings, experiment: Experiment): Promise<LatentGrid> {
  const { seed, latent } = experiment;
  const { base } = latentSizes(latent);
  const codes = gridCodes(settings, base, seed);
  const images = tidy(() => {
    const z = latentsOf(vae, tensor2d(codes, [settings.side ** 2, base]), settings, experiment);
    return mul(settings.show === "mean" ? vae.decode(z) : drawImages(vae, z, seed), 255);
  });
  const pixels = new Uint8Array(Uint8ClampedArray.from(await images.data()).buffer);
  images.dispose();
  return { settings, pixels, z: codes };
}
