import * as tf from "@tensorflow/tfjs";
import { IMAGE_PIXELS } from "../../src/data/manifest";
import type { Model } from "../protocol";
import { type Batch, firstWeights, layerSizes } from "./batches";

/** The VAE as one writes it with tfjs: its operations, its gradients, its Adam. */

/** −ELBO in nats per image, a scalar. */
function negativeElbo(weights: tf.Variable[], x: tf.Tensor2D, noise: tf.Tensor2D, { widths, batch }: Model): tf.Scalar {
  let used = 0;
  const linear = (value: tf.Tensor) => tf.add(tf.matMul(value, weights[used++]), weights[used++]);
  const hidden = widths.reduce<tf.Tensor>((value) => tf.relu(linear(value)), x);
  const [mean, logVariance] = [linear(hidden), linear(hidden)];
  const z = tf.add(mean, tf.mul(noise, tf.exp(tf.mul(logVariance, 0.5))));
  const logits = linear(widths.reduce<tf.Tensor>((value) => tf.relu(linear(value)), z));
  const crossEntropy = tf.sum(tf.sub(tf.softplus(logits), tf.mul(logits, x)));
  const kl = tf.mul(-0.5, tf.sum(tf.sub(tf.sub(tf.add(1, logVariance), tf.square(mean)), tf.exp(logVariance))));
  return tf.div(tf.add(crossEntropy, kl), batch) as tf.Scalar;
}

/** A training step on a batch, and what frees the model; the loss is handed over as a tensor that the caller disposes. */
export function tfjsStep(model: Model): { step(batch: Batch): tf.Scalar; dispose(): void } {
  const weights = layerSizes(model).flatMap((sizes) => [
    tf.variable(tf.tensor2d(firstWeights(sizes), sizes)),
    tf.variable(tf.zeros([sizes[1]])),
  ]);
  const adam = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  return {
    step({ x, noise }) {
      const [pixels, normals] = [tf.tensor2d(x, [model.batch, IMAGE_PIXELS]), tf.tensor2d(noise, [model.batch, model.latent])];
      const loss = adam.minimize(() => negativeElbo(weights, pixels, normals, model), true, weights);
      tf.dispose([pixels, normals]);
      if (loss === null) throw new Error("tfjs returned no loss");
      return loss;
    },
    dispose() {
      adam.dispose();
      tf.dispose(weights);
    },
  };
}
