import { add, cast, less, mul, type Tensor, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { normalQuantile } from "../numeric/normal";
import { normals, stream, uniformAt } from "../numeric/random";
import type { VariationalAutoencoder } from "../vae/vae";

export interface LatentGridSettings {
  /** Digits on a side. */
  side: number;
  /** `slice`: evenly spaced over two axes, the others at `anchor`. `prior`: independent draws of z ~ N(0, I). */
  source: "slice" | "prior";
  /** The two latent dimensions on screen, horizontal then vertical. With one dimension the second is ignored. */
  axes: [number, number];
  /** z of the dimensions that are not on screen, [dim] (those of the axes are ignored). */
  anchor: number[];
  /** How positions map to z: evenly spaced in u = Φ(z), or in z over [−3, 3]. */
  scale: "quantile" | "linear";
  /** `mean`: E[x|z]. `sample`: a draw from p(x|z). */
  show: "mean" | "sample";
}

/** `side`² images of 28 × 28, row by row from the top left; the top row is the largest value of the vertical axis. */
export interface LatentGrid {
  settings: LatentGridSettings;
  /** [side², 784], 0 … 255. */
  pixels: Uint8Array;
  /** z of each image, [side², dim]. */
  z: Float32Array;
}

/** Half the width of the linear scale, in z. */
const LINEAR_LIMIT = 3;

/** z at the centre of cell i of n, from the low end. */
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

/** The grid's codes, [side², dim]. */
export function gridCodes(settings: LatentGridSettings, dim: number, seed: number): Float32Array {
  if (settings.source === "slice") return sliceCodes(settings, dim);
  return normals(settings.side ** 2 * dim, 0, stream(seed, "prior"));
}

function bernoulliDraw(means: Tensor, seed: number): Tensor {
  const streamId = stream(seed, "pixels");
  const uniforms = Float32Array.from({ length: means.size }, (_, i) => uniformAt(i, 0, streamId));
  return cast(less(tensor(uniforms, means.shape), means), "float32");
}

/** Decodes a grid of codes, or draws from the prior; the draws are the same for the same seed, so that pictures stay still. */
export async function latentGrid(
  vae: VariationalAutoencoder,
  settings: LatentGridSettings,
  dim: number,
  seed: number,
): Promise<LatentGrid> {
  const z = gridCodes(settings, dim, seed);
  const images = tidy(() => {
    const means = vae.decode(tensor2d(z, [settings.side ** 2, dim]));
    return add(mul(settings.show === "mean" ? means : bernoulliDraw(means, seed), 255), 0.5);
  });
  const pixels = Uint8Array.from(await images.data());
  images.dispose();
  return { settings, pixels, z };
}
