import { jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { IMAGE_PIXELS } from "../../src/data/manifest";
import type { Model } from "../protocol";
import { type Batch, firstWeights, layerSizes } from "./batches";

/** The VAE as one writes it with jax-js. Its functions consume their arguments; `.ref` keeps one for another use. */

type Arrays = np.Array[];

/** A type and not an interface, as jax-js asks of what a compiled function returns. */
export type Training = { weights: Arrays; first: Arrays; second: Arrays };

const keep = (arrays: Arrays): Arrays => arrays.map((array) => array.ref);

/** −ELBO in nats per image, a scalar. */
function negativeElbo(weights: Arrays, x: np.Array, noise: np.Array, { widths, batch }: Model): np.Array {
  let used = 0;
  const linear = (value: np.Array) => np.matmul(value, weights[used++]).add(weights[used++]);
  const hidden = widths.reduce((value) => nn.relu(linear(value)), x.ref);
  const [mean, logVariance] = [linear(hidden.ref), linear(hidden)];
  const z = mean.ref.add(noise.mul(np.exp(logVariance.ref.mul(0.5))));
  const logits = linear(widths.reduce((value) => nn.relu(linear(value)), z));
  const crossEntropy = np.sum(nn.softplus(logits.ref).sub(logits.mul(x)));
  const kl = np.sum(logVariance.ref.add(1).sub(np.square(mean)).sub(np.exp(logVariance))).mul(-0.5);
  return crossEntropy.add(kl).div(batch);
}

/** Adam with β = (0.9, 0.999), ε = 1e-8; `rate` is the learning rate and `scale` √(1 − β₂ᵗ), both with the bias corrections of the step. */
function update(model: Model, training: Training, x: np.Array, noise: np.Array, rate: np.Array, scale: np.Array) {
  const differentiate = valueAndGrad((weights: Arrays, pixels: np.Array, normals: np.Array) =>
    negativeElbo(weights, pixels, normals, model),
  );
  const [loss, gradients] = differentiate(keep(training.weights), x, noise);
  const first = training.first.map((moment, i) => moment.mul(0.9).add(gradients[i].ref.mul(0.1)));
  const second = training.second.map((moment, i) => moment.mul(0.999).add(np.square(gradients[i]).mul(0.001)));
  const weights = training.weights.map((weight, i) => {
    const denominator = np.sqrt(second[i].ref).div(scale.ref).add(1e-8);
    return weight.sub(first[i].ref.mul(rate.ref).div(denominator));
  });
  rate.dispose();
  scale.dispose();
  return { loss, training: { weights, first, second } };
}

function firstTraining(model: Model): Training {
  const weights = layerSizes(model).flatMap((sizes) => [np.array(firstWeights(sizes), { shape: sizes }), np.zeros([sizes[1]])]);
  const zeros = () => weights.map(({ shape }) => np.zeros(shape));
  return { weights, first: zeros(), second: zeros() };
}

/** A training step on a batch, and what frees the model; the loss is handed over as an array that the caller consumes. */
export function jaxStep(model: Model): { step(batch: Batch): np.Array; dispose(): void } {
  const compiled = jit((training: Training, x: np.Array, noise: np.Array, rate: np.Array, scale: np.Array) =>
    update(model, training, x, noise, rate, scale),
  );
  let training = firstTraining(model);
  let taken = 0;
  return {
    step(batch) {
      taken++;
      const [x, noise] = [
        np.array(batch.x, { shape: [model.batch, IMAGE_PIXELS] }),
        np.array(batch.noise, { shape: [model.batch, model.latent] }),
      ];
      const after = compiled(training, x, noise, np.array(1e-3 / (1 - 0.9 ** taken)), np.array(Math.sqrt(1 - 0.999 ** taken)));
      training = after.training;
      return after.loss;
    },
    dispose() {
      for (const array of Object.values(training).flat()) array.dispose();
      compiled.dispose();
    },
  };
}
