import { reshape, sub, type Tensor2D, zeros } from "@tensorflow/tfjs-core";
import { standardNormal } from "../../engine/operations/standardNormal";
import { logSumExp } from "../../numeric/logSums";
import type { VariationalAutoencoder } from "../../vae/vae";
import { readTogether } from "../readTogether";
import type { Between } from "./codeLikelihoods";

/** About the most codes decoded at a time. */
const PIECE = 512;

/** log p(x, z) − log q(z|x) of K draws of one image, one number a sample, in nats. */
export interface SampledWeights {
  /** log w; of one draw from each of several strata the log of Σ π w. What L_K and the tails are made of. [K] */
  logWeights: Float64Array;
  /** The same, of several strata Σ π log w: its mean is the ELBO. [K] */
  elboTerms: Float64Array;
}

/** Draws K samples of q(z|x) of one image, x [1, 784], a few at a time: memory does not grow with K but for two numbers a sample. */
export async function sampledWeights(
  { model, guide }: Pick<VariationalAutoencoder, "model" | "guide">,
  x: Tensor2D,
  samples: number,
  streamId: number,
  between: Between,
): Promise<SampledWeights> {
  const rows = guide
    .noiseShape(1, 1)
    .slice(0, -1)
    .reduce((product, side) => product * side, 1);
  const most = Math.max(1, Math.floor(PIECE / rows));
  const logWeights = new Float64Array(samples);
  const elboTerms = new Float64Array(samples);
  for (let from = 0; from < samples; from += most) {
    const count = Math.min(most, samples - from);
    const { weights, shares } = await readTogether(() => {
      const { z, logProb, logShare } = guide.sampleWithLogProb(x, standardNormal(guide.noiseShape(count, 1), from, streamId));
      return { weights: reshape(sub(model.logJoint(x, z), logProb), [-1]), shares: logShare ?? zeros([z.shape[0], 1]) };
    });
    for (let sample = 0; sample < count; sample++) {
      const strata = weights.length / count;
      const own = Float64Array.from({ length: strata }, (_, c) => weights[sample * strata + c] + shares[sample * strata + c]);
      logWeights[from + sample] = strata === 1 ? own[0] : logSumExp(own);
      for (let c = 0; c < strata; c++) {
        elboTerms[from + sample] += Math.exp(shares[sample * strata + c]) * weights[sample * strata + c];
      }
    }
    await between();
  }
  return { logWeights, elboTerms };
}
