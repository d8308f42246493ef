/** assembly/jobs.ts. */
interface JobExports {
  firstFreeAddress(): number;
  /** `patience`: tenths of a second without a chunk finished until a helper is taken for lost. */
  setHelpers(count: number, patience: number): void;
  /** A helper's whole life; never returns. Does nothing in a module without threads. */
  help(): void;
}

/** assembly/gemm.ts, assembly/activation.ts, assembly/multiplyAddLoop.ts. */
interface MatrixExports {
  /** Bytes of scratch memory for `gemm`. */
  scratchBytes(m: number, n: number, k: number): number;
  /** C = f(op(A)·op(B) + bias); `bias` 0 for none, `activation` 0 for f = identity. */
  gemm(
    a: number,
    b: number,
    c: number,
    scratch: number,
    m: number,
    n: number,
    k: number,
    transposeA: number,
    transposeB: number,
    bias: number,
    activation: number,
  ): void;
  /** out = dy·f′ from y = f(x). */
  activationGradient(dy: number, y: number, out: number, count: number, activation: number): void;
  /** `count` × 96 multiplications and additions in registers, as fast as one thread can; to measure the others against. */
  multiplyAddLoop(count: number): number;
}

/** assembly/unary.ts. */
interface UnaryExports {
  unary(operation: number, x: number, out: number, count: number, low: number, high: number): void;
}

/** assembly/binary.ts. */
interface BinaryExports {
  binary(
    operation: number,
    a: number,
    b: number,
    out: number,
    outer: number,
    rows: number,
    columns: number,
    aOuter: number,
    aRow: number,
    aStep: number,
    bOuter: number,
    bRow: number,
    bStep: number,
    low: number,
    high: number,
  ): void;
}

/** assembly/reduction.ts. */
interface ReductionExports {
  /** Signed: from 2 GiB on it comes out negative. */
  reductionBytes(outer: number, n: number, inner: number): number;
  reduce(operation: number, x: number, out: number, scratch: number, outer: number, n: number, inner: number, divisor: number): void;
  sumOfSquares(x: number, scratch: number, n: number): number;
}

/** assembly/adam.ts. */
interface AdamExports {
  adam(
    table: number,
    entries: number,
    scale: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    stepSize: number,
    secondCorrection: number,
  ): void;
}

/** assembly/bernoulli.ts. */
interface BernoulliExports {
  bernoulli(logits: number, x: number, out: number, rows: number, batch: number, pixels: number): void;
  bernoulliGradient(logits: number, x: number, dy: number, out: number, rows: number, batch: number, pixels: number): void;
}

/** assembly/continuousBernoulli.ts. */
interface ContinuousBernoulliExports {
  continuousBernoulli(logits: number, x: number, out: number, rows: number, batch: number, pixels: number): void;
  continuousBernoulliGradient(logits: number, x: number, dy: number, out: number, rows: number, batch: number, pixels: number): void;
}

/** assembly/gaussian.ts. */
interface GaussianExports {
  gaussianKl(mean: number, logVariance: number, out: number, size: number): void;
  gaussianKlLogVarianceGradient(dy: number, logVariance: number, out: number, size: number): void;
  reparameterize(mean: number, logVariance: number, noise: number, out: number, samples: number, size: number): void;
  reparameterizeLogVarianceGradient(dz: number, logVariance: number, noise: number, out: number, samples: number, size: number): void;
}

/** assembly/gelu.ts. */
interface GeluExports {
  gelu(x: number, out: number, size: number): void;
  geluGradient(dy: number, x: number, out: number, size: number): void;
}

/** assembly/images.ts. */
interface ImageExports {
  gatherImages(
    bytes: number,
    images: number,
    out: number,
    rows: number,
    pixels: number,
    rule: number,
    firstRow: number,
    step: number,
    streamId: number,
  ): void;
}

/** assembly/random.ts. */
interface RandomExports {
  standardNormal(out: number, count: number, first: number, step: number, streamId: number): void;
}

/** assembly/convolution.ts: the sides and steps of a convolution; `top` and `left` are the rows and columns of zeros before the image. */
export type ConvolutionGeometry = [
  inHeight: number,
  inWidth: number,
  channels: number,
  outHeight: number,
  outWidth: number,
  filterHeight: number,
  filterWidth: number,
  strideHeight: number,
  strideWidth: number,
  dilationHeight: number,
  dilationWidth: number,
  top: number,
  left: number,
];

interface ConvolutionExports {
  im2col(images: number, patches: number, firstLine: number, lines: number, ...geometry: ConvolutionGeometry): void;
  col2im(images: number, patches: number, firstLine: number, lines: number, ...geometry: ConvolutionGeometry): void;
  accumulate(source: number, target: number, floats: number): void;
}

/** Everything that assembly/index.ts exports. Addresses and sizes are unsigned integers; booleans are 0 or 1. */
export interface KernelExports
  extends JobExports,
    MatrixExports,
    AdamExports,
    BernoulliExports,
    ContinuousBernoulliExports,
    GaussianExports,
    GeluExports,
    ImageExports,
    RandomExports,
    UnaryExports,
    BinaryExports,
    ReductionExports,
    ConvolutionExports {}
