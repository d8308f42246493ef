import { normalQuantile } from "../../src/numeric/normal";
import type { Encodings, ImageSource, LatentGrid, LatentGridSettings, OneImage } from "../../src/worker/protocol";

/**
 * A stand-in for a trained model, made of ten written digits: each has a place in the first two latent dimensions, and what
 * lies between them is their mixture. Deterministic, so that the gallery's pictures can be compared.
 */
export interface LatentModel {
  decode(z: ArrayLike<number>): Float32Array;
  grid(settings: LatentGridSettings): LatentGrid;
  encodings(count: number): Encodings;
  oneImage(source: ImageSource, draw: number, axes: [number, number]): OneImage;
}

const PLACES = [
  [-1.6, 1.1],
  [1.7, -1.5],
  [-0.7, 0.9],
  [-0.6, -0.4],
  [0.6, 0.7],
  [-1.4, -0.5],
  [-0.1, 1.6],
  [1.5, 0.4],
  [0.2, -0.9],
  [1.1, 1.2],
];

/** Two numbers of a fixed low-discrepancy sequence, as standard normals. */
function normalPair(index: number): [number, number] {
  const unit = (factor: number): number => Math.min(0.9995, Math.max(0.0005, ((index + 0.5) * factor) % 1));
  return [normalQuantile(unit(0.7548776662466927)), normalQuantile(unit(0.5698402909980532))];
}

function writtenDigit(digit: number): Float32Array {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 28;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser has no canvas");
  context.font = "400 24px 'Comic Sans MS', cursive, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(digit), 14, 15);
  const { data } = context.getImageData(0, 0, 28, 28);
  return Float32Array.from({ length: 784 }, (_, i) => data[4 * i + 3] / 255);
}

/** Sheared across by the second coordinate, so that every cell of the grid differs. */
function sheared(image: Float32Array, shear: number): Float32Array {
  return image.map((_, i) => {
    const column = (i % 28) + shear * (Math.floor(i / 28) - 14);
    const left = Math.floor(column);
    const at = (x: number): number => (x >= 0 && x < 28 ? image[Math.floor(i / 28) * 28 + x] : 0);
    return at(left) * (1 - (column - left)) + at(left + 1) * (column - left);
  });
}

export function latentModel(dim: number): LatentModel {
  const digits = Array.from({ length: 10 }, (_, digit) => writtenDigit(digit));
  const place = (digit: number, d: number): number => (d < 2 ? PLACES[digit][d] : 0);
  const decode = (z: ArrayLike<number>): Float32Array => {
    const distance = (digit: number): number =>
      Array.from(z).reduce((sum, value, d) => sum + (value - place(digit, d)) ** 2 * (d < 2 ? 1 : 0.1), 0);
    const weights = digits.map((_, digit) => Math.exp(-4 * (dim === 1 ? (z[0] - place(digit, 0)) ** 2 : distance(digit))));
    const total = weights.reduce((sum, weight) => sum + weight, 1e-6);
    const mixture = Float32Array.from({ length: 784 }, (_, i) =>
      digits.reduce((ink, image, digit) => ink + (0.96 * image[i] * weights[digit]) / total, 0),
    );
    return sheared(mixture, 0.15 * (z[dim > 1 ? 1 : 0] - (z[2] ?? 0)));
  };
  const code = (index: number): { label: number; mean: Float32Array } => {
    const label = (index * 7) % 10;
    const noise = normalPair(index);
    return { label, mean: Float32Array.from({ length: dim }, (_, d) => place(label, d) + 0.35 * (noise[d % 2] * (d < 2 ? 1 : 2.4))) };
  };
  return { decode, grid: (settings) => gridOf(settings, dim, decode), encodings: (count) => encodingsOf(count, dim, code), oneImage };

  function oneImage(source: ImageSource, draw: number, axes: [number, number]): OneImage {
    const { label, mean } = code(source.kind === "dataset" ? source.index : 3);
    const grey = source.kind === "drawn" ? source.pixels : decode(mean).map((ink) => Math.min(1, ink * 1.1));
    const standardDeviation = mean.map((_, d) => (d < 2 ? 0.12 + 0.05 * d : 0.9));
    const epsilon = mean.map((_, d) => normalPair(draw * 31 + d)[d % 2]);
    const settings = { source, draw, axes };
    return sheetOf({ settings, label: source.kind === "drawn" ? null : label, grey, mean, standardDeviation, epsilon }, decode);
  }
}

type Inputs = Pick<OneImage, "settings" | "label" | "grey" | "mean" | "standardDeviation" | "epsilon">;

function sheetOf(inputs: Inputs, decode: LatentModel["decode"]): OneImage {
  const { settings, grey, mean, standardDeviation, epsilon } = inputs;
  const seen = grey.map((ink, i) => (ink > (((i * 0.6180339887) % 1) + 0.25) / 1.5 ? 1 : 0));
  const z = mean.map((value, d) => value + standardDeviation[d] * epsilon[d]);
  const decoded = decode(z);
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);
  const halfLog = Math.log(2 * Math.PI) / 2;
  const likelihood = (p: number, x: number): number => Math.log(x === 1 ? Math.max(p, 0.02) : Math.min(1, 1.02 - p));
  const logLikelihood = sum(decoded.map((p, i) => likelihood(p, seen[i])));
  const logPrior = sum(z.map((value) => -halfLog - value ** 2 / 2));
  const logPosterior = sum(epsilon.map((value, d) => -halfLog - Math.log(standardDeviation[d]) - value ** 2 / 2));
  const klPerDimension = Array.from(mean, (value, d) => (value ** 2 + standardDeviation[d] ** 2 - 1) / 2 - Math.log(standardDeviation[d]));
  const shown = mean.length === 1 ? [0] : (settings.axes ?? [0, 1]);
  const [kl, reconstruction] = [sum(klPerDimension), logLikelihood - 1.3];
  const bounds = { logWeight: logLikelihood + logPrior - logPosterior, kl, reconstruction, elbo: reconstruction - kl, klPerDimension };
  return {
    ...inputs,
    seen,
    z,
    decoded,
    logLikelihood,
    logPrior,
    logPosterior,
    ...bounds,
    dim: mean.length,
    meanSamples: null,
    standardDeviationSamples: null,
    reparameterization: "elementwise",
    stratum: null,
    reconstructionError: 0.42,
    samples: 16,
    klError: null,
    shape: {
      kind: "gaussian",
      axes: shown,
      draws: null,
      mean: shown.map((axis) => mean[axis]),
      covariance: shown.flatMap((row) => shown.map((column) => (row === column ? standardDeviation[row] ** 2 : 0))),
    },
  };
}

function gridOf(settings: LatentGridSettings, dim: number, decode: LatentModel["decode"]): LatentGrid {
  const { side, axes, anchor, scale, source } = settings;
  const z = new Float32Array(side * side * dim);
  const pixels = new Uint8Array(side * side * 784);
  const toZ = (u: number): number => (scale === "quantile" ? normalQuantile(u) : 6 * u - 3);
  for (let cell = 0; cell < side * side; cell++) {
    const point = Array.from({ length: dim }, (_, d) => (source === "prior" ? normalPair(cell + d * 977)[d % 2] : (anchor[d] ?? 0)));
    if (source === "slice") {
      point[axes[0]] = toZ(((cell % side) + 0.5) / side);
      if (dim > 1) point[axes[1]] = toZ(1 - (Math.floor(cell / side) + 0.5) / side);
    }
    z.set(point, cell * dim);
    const level = (ink: number, i: number): number =>
      settings.show === "mean" ? 255 * ink : ink > (i * 0.618 + cell * 0.37) % 1 ? 255 : 0;
    pixels.set(Uint8Array.from(decode(point), level), cell * 784);
  }
  return { settings, pixels, z };
}

function encodingsOf(count: number, dim: number, code: (index: number) => { label: number; mean: Float32Array }): Encodings {
  const z = new Float32Array(count * dim);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const { label, mean } = code(i);
    labels[i] = label;
    z.set(mean, i * dim);
  }
  return { settings: { count, show: "mean" }, count, dim, z, meanSamples: null, labels, indices: Uint32Array.from(labels, (_, i) => i) };
}
