import type { PosteriorSpec } from "../../../src/experiment/posteriors";

/** The maps from noise to z of the families, for one draw of one image, in plain float64 numbers, and densities by numerical Jacobians. */

/** Parameters by name, row by row. */
export type Numbers = Record<string, number[]>;

export interface Draw {
  parameters: Numbers;
  features: number[];
  dim: number;
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const dot = (a: number[], b: number[]) => a.reduce((total, value, i) => total + value * b[i], 0);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** x W + b. */
function denseOf({ parameters, features }: Pick<Draw, "parameters" | "features">, name: string, x = features): number[] {
  const bias = parameters[`${name}.bias`];
  const weight = parameters[`${name}.weight`];
  return bias.map((start, out) => x.reduce((total, value, i) => total + value * weight[i * bias.length + out], start));
}

function meanFieldMap(draw: Draw, noise: number[]): number[] {
  const mean = denseOf(draw, "encoder.mean");
  const logVariance = denseOf(draw, "encoder.logvar");
  return noise.map((e, d) => mean[d] + e * Math.exp(logVariance[d] / 2));
}

function fullCovarianceMap(draw: Draw, noise: number[]): number[] {
  const lower = draw.dim > 1 ? denseOf(draw, "posterior.lower") : [];
  return meanFieldMap(draw, noise).map((z, i) => z + dot(lower.slice((i * (i - 1)) / 2, (i * (i - 1)) / 2 + i), noise));
}

function planarMap(draw: Draw, noise: number[], layers: number): number[] {
  const all = denseOf(draw, "posterior.planar");
  const { dim } = draw;
  const moved = range(layers).reduce((z, layer) => {
    const raw = all.slice(layer * dim, (layer + 1) * dim);
    const w = all.slice((layers + layer) * dim, (layers + layer + 1) * dim);
    const b = all[2 * layers * dim + layer];
    const u = raw.map((value, d) => value + (Math.log(Math.E - 1) * w[d]) / dot(w, w));
    const product = dot(u, w);
    const along = (Math.log1p(Math.exp(product)) - 1 - product) / dot(w, w);
    const bend = Math.tanh(dot(w, z) + b);
    return z.map((value, d) => value + (u[d] + along * w[d]) * bend);
  }, noise);
  return meanFieldMap(draw, moved);
}

/** m and s of a layer, or t and raw of a coupling; `sees(d, h)`: hidden unit h sees dimension d; `feeds(h, d)`: outputs of d see h. */
function conditioned(
  draw: Draw,
  name: string,
  z: number[],
  sees: (d: number, h: number) => boolean,
  feeds: (h: number, d: number) => boolean,
) {
  const { dim, parameters } = draw;
  const hidden = denseOf(draw, `${name}.context`).map((context, h, { length }) =>
    Math.tanh(
      range(dim).reduce((total, d) => total + (sees(d, h) ? z[d] * parameters[`${name}.input.weight`][d * length + h] : 0), context),
    ),
  );
  const output = (head: string) =>
    range(dim).map((d) =>
      hidden.reduce(
        (total, value, h) => total + (feeds(h, d) ? value * parameters[`${name}.${head}.weight`][h * dim + d] : 0),
        parameters[`${name}.${head}.bias`][d],
      ),
    );
  return { shift: output("shift"), scale: output("scale") };
}

function autoregressive(draw: Draw, layer: number, z: number[]) {
  const { dim } = draw;
  const place = (d: number) => (layer % 2 === 0 ? d : dim - 1 - d);
  return conditioned(
    draw,
    `posterior.iaf.${layer}`,
    z,
    (d, h) => place(d) < h % dim,
    (h, d) => h % dim <= place(d),
  );
}

function iafMap(draw: Draw, noise: number[], layers: number): number[] {
  const moved = range(layers).reduce((z, layer) => {
    const { shift, scale } = autoregressive(draw, layer, z);
    return z.map((value, d) => sigmoid(scale[d] + 2) * value + (1 - sigmoid(scale[d] + 2)) * shift[d]);
  }, noise);
  return meanFieldMap(draw, moved);
}

/** z → noise: the last layer first, and in each the dimensions in their order, because each depends on those before it. */
export function iafInverse(draw: Draw, z: number[], layers: number): number[] {
  const mean = denseOf(draw, "encoder.mean");
  const logVariance = denseOf(draw, "encoder.logvar");
  let before = z.map((value, d) => (value - mean[d]) * Math.exp(-logVariance[d] / 2));
  for (const layer of range(layers).reverse()) {
    const found = range(draw.dim).map(() => 0);
    for (const d of layer % 2 === 0 ? range(draw.dim) : range(draw.dim).reverse()) {
      const { shift, scale } = autoregressive(draw, layer, found);
      const gate = sigmoid(scale[d] + 2);
      found[d] = (before[d] - (1 - gate) * shift[d]) / gate;
    }
    before = found;
  }
  return before;
}

function couplingMap(draw: Draw, noise: number[], layers: number): number[] {
  const moved = range(layers).reduce((z, layer) => {
    const keeps = (d: number) => (d + layer) % 2 === 1;
    const { shift, scale } = conditioned(draw, `posterior.coupling.${layer}`, z, keeps, () => true);
    return z.map((value, d) => (keeps(d) ? value : value * Math.exp(2 * Math.tanh(scale[d] / 2)) + shift[d]));
  }, noise);
  return meanFieldMap(draw, moved);
}

/** A family's map from noise to z; a mixture has one for each component. */
export function mapOf(spec: Exclude<PosteriorSpec, { kind: "mixture" }>, draw: Draw): (noise: number[]) => number[] {
  switch (spec.kind) {
    case "meanField":
      return (noise) => meanFieldMap(draw, noise);
    case "fullCovariance":
      return (noise) => fullCovarianceMap(draw, noise);
    case "planar":
      return (noise) => planarMap(draw, noise, spec.layers);
    case "iaf":
      return (noise) => iafMap(draw, noise, spec.layers);
    case "coupling":
      return (noise) => couplingMap(draw, noise, spec.layers);
    default:
      throw new Error(`unknown family ${spec satisfies never}`);
  }
}

/** log q of a draw: the noise's density less log|det ∂z/∂noise|, by central differences. */
export function logProbByJacobian(map: (noise: number[]) => number[], noise: number[]): number {
  const step = 1e-4;
  const columns = noise.map((_, j) => {
    const at = (moved: number) => map(noise.map((value, i) => (i === j ? value + moved : value)));
    const below = at(-step);
    return at(step).map((value, i) => (value - below[i]) / (2 * step));
  });
  return dot(noise, noise) * -0.5 - (noise.length / 2) * Math.log(2 * Math.PI) - logAbsDeterminant(columns);
}

/** By Gaussian elimination with pivots. */
export function logAbsDeterminant(matrix: number[][]): number {
  const rows = matrix.map((row) => [...row]);
  let log = 0;
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows.slice(column).reduce((best, row) => (Math.abs(row[column]) > Math.abs(best[column]) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(column, 0, pivot);
    log += Math.log(Math.abs(pivot[column]));
    for (const row of rows.slice(column + 1)) {
      const factor = row[column] / pivot[column];
      for (let j = column; j < rows.length; j++) row[j] -= factor * pivot[j];
    }
  }
  return log;
}

/** The components of a mixture for one image. */
export function mixtureComponents(draw: Draw) {
  const means = denseOf(draw, "posterior.means");
  const logVariances = denseOf(draw, "posterior.logvars");
  const weights = denseOf(draw, "posterior.logits").map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, c) => ({
    share: weight / total,
    mean: means.slice(c * draw.dim, (c + 1) * draw.dim),
    logVariance: logVariances.slice(c * draw.dim, (c + 1) * draw.dim),
  }));
}

export function mixtureLogProb(draw: Draw, z: number[]): number {
  const densities = mixtureComponents(draw).map(({ share, mean, logVariance }) =>
    z.reduce((density, value, d) => {
      const variance = Math.exp(logVariance[d]);
      return (density * Math.exp(-((value - mean[d]) ** 2) / (2 * variance))) / Math.sqrt(2 * Math.PI * variance);
    }, share),
  );
  return Math.log(densities.reduce((sum, density) => sum + density, 0));
}
