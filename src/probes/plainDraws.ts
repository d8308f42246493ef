import { type Tensor, zeros } from "@tensorflow/tfjs-core";
import { uniformAt } from "../numeric/random";
import type { Posterior } from "../vae/posterior";
import { chosenStratum } from "./drawChoice";
import { readTogether } from "./readTogether";

/**
 * Plain draws of all latents from the q of a batch, [samples, batch, latents] row by row: where q is drawn from by strata, the stratum of each
 * is drawn too, from the stream of `choices`.
 * @param noise of the guide's noise shape
 */
export async function plainDraws(posterior: () => Posterior, noise: () => Tensor, batch: number, choices: number): Promise<Float32Array> {
  let samples = 0;
  const { z, logShare } = await readTogether(() => {
    const made = noise();
    samples = made.shape[0];
    const draws = posterior().sample(made);
    return { z: draws.z, logShare: draws.logShare ?? zeros([0]) };
  });
  if (logShare.length === 0) return z;
  const strata = logShare.length / (samples * batch);
  const latents = z.length / logShare.length;
  const plain = new Float32Array(samples * batch * latents);
  for (let row = 0; row < samples * batch; row++) {
    const [sample, image] = [Math.floor(row / batch), row % batch];
    const rowOf = (stratum: number) => (sample * strata + stratum) * batch + image;
    const shares = Array.from({ length: strata }, (_, stratum) => logShare[rowOf(stratum)]);
    const from = rowOf(chosenStratum(shares, uniformAt(row, 0, choices))) * latents;
    plain.set(z.subarray(from, from + latents), row * latents);
  }
  return plain;
}
