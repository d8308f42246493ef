import * as tf from "@tensorflow/tfjs";
import { normals, stream, uniformAt } from "../src/numeric/random";

/** The peer: the VAE 784-400-20-400-784 written with tfjs's own layers of operations, gradients and Adam, on its cpu backend. */

const BATCH = 128;
const DIM = 20;

/** Uniform on (0, 1); tfjs's own generator cannot be loaded outside a bundle. */
function uniforms(shape: [number, number], name: string): tf.Tensor2D {
  const streamId = stream(1, name);
  return tf.tensor2d(
    Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => uniformAt(i, 0, streamId)),
    shape,
  );
}

function variables(): tf.Variable[] {
  const layer = (from: number, to: number) => [
    tf.variable(tf.div(tf.sub(tf.mul(uniforms([from, to], `${from}-${to}`), 2), 1), Math.sqrt(from))),
    tf.variable(tf.zeros([to])),
  ];
  return [...layer(784, 400), ...layer(400, DIM), ...layer(400, DIM), ...layer(DIM, 400), ...layer(400, 784)];
}

function negativeElbo(weights: tf.Variable[], x: tf.Tensor2D): tf.Scalar {
  const linear = (value: tf.Tensor, i: number) =>
    tf.add(tf.matMul(value as tf.Tensor2D, weights[i] as unknown as tf.Tensor2D), weights[i + 1]);
  const hidden = tf.relu(linear(x, 0));
  const [mean, logVariance] = [linear(hidden, 2), linear(hidden, 4)];
  const z = tf.add(mean, tf.mul(tf.tensor2d(normals(mean.size, 0, 1), [BATCH, DIM]), tf.exp(tf.mul(logVariance, 0.5))));
  const logits = linear(tf.relu(linear(z, 6)), 8);
  const crossEntropy = tf.sum(tf.sub(tf.softplus(logits), tf.mul(logits, x)));
  const kl = tf.mul(-0.5, tf.sum(tf.sub(tf.sub(tf.add(1, logVariance), tf.square(mean)), tf.exp(logVariance))));
  return tf.div(tf.add(crossEntropy, kl), BATCH) as tf.Scalar;
}

/** One training step of the peer on fixed random pixels. */
export async function stockStep(): Promise<() => void> {
  await tf.setBackend("cpu");
  const weights = variables();
  const adam = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  const x = tf.cast(tf.less(uniforms([BATCH, 784], "pixels"), 0.13), "float32") as tf.Tensor2D;
  return () => {
    adam.minimize(() => negativeElbo(weights, x), false, weights);
  };
}
