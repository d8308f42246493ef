/** What the benchmark asks of a peer: a worker of the bench page, or PyTorch in a process of its own. One call at a time. */

/** A VAE 784 – widths – latent – widths reversed – 784: ReLU, Adam 1e-3, one posterior sample, cross-entropy with logits + analytic KL. */
export interface Model {
  widths: number[];
  latent: number;
  batch: number;
  /** Bits drawn afresh at each showing; otherwise grey levels in [0, 1]. */
  binarized: boolean;
}

/** C [m, n] = op(A) [m, k] · op(B) [k, n]; a transposed operand is stored as [k, m] or [n, k]. */
export interface Product {
  m: number;
  n: number;
  k: number;
  transposeA: boolean;
  transposeB: boolean;
}

export interface PeerCalls {
  /** Gets ready, with so many threads (0: as many as it takes by itself); answers with what it is, in a few words. */
  start(options: { backend: string; threads: number }): Promise<string>;
  /** A fresh model and a fresh Adam; training steps follow. */
  prepare(model: Model): Promise<void>;
  /** Takes so many steps on batches of MNIST; the whole time, and the last step's loss in nats per image. */
  steps(count: number): Promise<{ milliseconds: number; loss: number }>;
  /** GFLOP/s of a product repeated for so long, its operands in place. */
  product(work: { product: Product; milliseconds: number }): Promise<number>;
  /** GFLOP/s of one thread that only multiplies and adds in registers; null where this cannot be asked. */
  multiplyAddRate(argument: null): Promise<number | null>;
}

export type PeerRequest = { [Name in keyof PeerCalls]: { call: Name; argument: Parameters<PeerCalls[Name]>[0] } }[keyof PeerCalls];

export type PeerAnswer = { result: unknown } | { error: string };

/** Calls of a peer that does not train. */
export const NO_TRAINING = {
  prepare: () => Promise.reject(new Error("this peer only multiplies")),
  steps: () => Promise.reject(new Error("this peer only multiplies")),
};
