import { matMul, reshape, softplus, sub, sum, type Tensor2D, tensor2d, tidy, transpose } from "@tensorflow/tfjs-core";
import { logSumExp } from "../../src/numeric/logSums";
import { readWeights } from "../../src/training/weightsFile";
import { parameterSpecs } from "../../src/vae/modelSpec";
import { named, toTensors } from "../../src/vae/parameters";
import { makeVae } from "../../src/vae/vae";

/** Codes decoded at a time. */
const ROWS = 4000;

/**
 * log p(x) of images of bits, [n, 784], by the sum over every point of a lattice over [−limit, limit]², two latent dimensions: nothing of it
 * is shared with the quadrature that it is to judge but the decoder.
 */
export async function bruteForceEvidence(
  weights: Uint8Array,
  images: Float32Array,
  spacing: number,
  limit: number,
  onProgress: (share: number) => void,
): Promise<number[]> {
  const { experiment, values } = readWeights(weights);
  const specs = parameterSpecs(experiment);
  const vae = makeVae(experiment, named(specs, toTensors(specs, values)));
  const count = images.length / 784;
  const pixels = transpose(tensor2d(images, [count, 784])) as Tensor2D;
  const side = Math.round((2 * limit) / spacing) + 1;
  const totals = new Array<number>(count).fill(Number.NEGATIVE_INFINITY);
  for (let from = 0; from < side * side; from += ROWS) {
    const rows = Math.min(ROWS, side * side - from);
    const codes = new Float32Array(2 * rows);
    for (let row = 0; row < rows; row++) {
      codes[2 * row] = ((from + row) % side) * spacing - limit;
      codes[2 * row + 1] = Math.floor((from + row) / side) * spacing - limit;
    }
    const joint = await tidy(() => {
      const logits = vae.decoder(tensor2d(codes, [rows, 2]));
      return sub(matMul(logits, pixels), reshape(sum(softplus(logits), 1), [rows, 1]));
    }).data();
    for (let image = 0; image < count; image++) {
      const own = Float64Array.from({ length: rows }, (_, row) => {
        const [a, b] = [codes[2 * row], codes[2 * row + 1]];
        return joint[row * count + image] - 0.5 * (a * a + b * b) - Math.log(2 * Math.PI);
      });
      totals[image] = logSumExp([totals[image], logSumExp(own)]);
    }
    onProgress(from / (side * side));
  }
  return totals.map((total) => total + 2 * Math.log(spacing));
}
