import { add, dispose, type Scalar, square, sub, sum, type Tensor1D, tidy } from "@tensorflow/tfjs-core";
import type { ElboEstimator, IwaeEstimator } from "../experiment/experiment";
import { type GradientStatistics, gradientStatistics, SIGNAL_BATCHES, type SignalEstimate } from "../numeric/gradientStatistics";
import { parameterGroups, type RepeatedGradientRequest, repeatedGradient } from "./repeatedGradient";

/** Repeats summed on the engine before they are read back. */
const LONGEST_BLOCK = 25;

/** Longest stretch without letting messages in, in milliseconds. */
const SLICE = 10;

export interface GroupSignal {
  /** What its parameters' names begin with: encoder, decoder, posterior, prior or likelihood. */
  name: string;
  parameters: number;
  /** False: stopped before the least repeats, or the mean gradient could not be told from the noise that so many leave in it. */
  resolved: boolean;
  /** ‖E g‖ / √(tr Cov g) of one step's gradient; null where it is not resolved. */
  snr: number | null;
  /** Its 95 % interval. */
  interval: [number, number] | null;
}

/** The signal-to-noise ratio of the gradient estimate (Rainforth et al. 2018), by groups of parameters. */
export interface GradientSignal {
  /** R, gradients that it was measured from. */
  repeats: number;
  /** Updates before the one whose gradient this is. */
  step: number;
  objective: "elbo" | "iwae";
  /** K. */
  samples: number;
  estimator: ElboEstimator | IwaeEstimator;
  groups: GroupSignal[];
}

/** A measurement under way, or done. */
export type GradientSignalProgress =
  | { phase: "measuring"; repeats: number; mostRepeats: number }
  | { phase: "done"; result: GradientSignal }
  | { phase: "failed" };

export interface GradientSignalRequest extends RepeatedGradientRequest {
  /** R starts with the least and doubles until every group is resolved, or to the most; of fewer than the least no signal is told. */
  leastRepeats: number;
  mostRepeats: number;
  now(): number;
  /** Awaited between slices, so that the worker can do other things. */
  pause(): Promise<void>;
  /** Asked before each repeat; those made until then count. */
  isStopped(): boolean;
  onProgress(repeats: number): void;
}

const TOO_FEW = { resolved: false, snr: null, interval: null } as const;

/** Σ (g − reference) and Σ ‖g − reference‖² of each group, on the engine. */
type BlockSums = { sum: Tensor1D; squares: Scalar }[];

function withRepeat(before: BlockSums | null, gradients: readonly Tensor1D[], references: readonly Tensor1D[]): BlockSums {
  return gradients.map((gradient, i) => {
    const difference = sub(gradient, references[i]) as Tensor1D;
    const squares = sum(square(difference)) as Scalar;
    if (before === null) return { sum: difference, squares };
    return { sum: add(before[i].sum, difference) as Tensor1D, squares: add(before[i].squares, squares) as Scalar };
  });
}

/** Hands the sums of `count` repeats to a batch of each group's statistics, and frees them. */
async function addBlock(statistics: readonly GradientStatistics[], batch: number, count: number, sums: BlockSums): Promise<void> {
  try {
    const read = await Promise.all(
      sums.map(async ({ sum, squares }) => ({ sum: Float32Array.from(await sum.data()), squares: (await squares.data())[0] })),
    );
    read.forEach((block, i) => {
      statistics[i].add(batch, { count, ...block });
    });
  } finally {
    dispose(sums);
  }
}

/** The size of the next 20 blocks: small at first, so that a measurement stopped early has something in every batch. */
function blockOf(repeats: number, target: number): number {
  return Math.min(LONGEST_BLOCK, Math.max(1, Math.floor(repeats / SIGNAL_BATCHES)), Math.ceil((target - repeats) / SIGNAL_BATCHES));
}

/** The least, twice as many, … and the most last: how many repeats there are when it is asked whether they suffice. */
function targets({ leastRepeats, mostRepeats }: GradientSignalRequest): number[] {
  const doubled: number[] = [];
  for (let repeats = leastRepeats; repeats < mostRepeats; repeats *= 2) doubled.push(repeats);
  return [...doubled, mostRepeats];
}

/**
 * Repeats the gradient at fixed parameters and minibatch with fresh noise, in slices, until the signal of every group stands out of it.
 * Repeats are dealt to the batches block by block. The first gradient is the reference that sums are kept small with.
 */
export async function gradientSignal(request: GradientSignalRequest): Promise<Pick<GradientSignal, "repeats" | "groups">> {
  const groups = parameterGroups(request.parameters);
  const gradientAt = repeatedGradient(request, groups);
  const references = tidy(() => gradientAt(0));
  try {
    const statistics = await Promise.all(
      references.map(async (reference) => gradientStatistics(Float32Array.from(await reference.data()))),
    );
    const { repeats, estimates } = await repeatUntilResolved(request, gradientAt, references, statistics);
    return {
      repeats,
      groups: groups.map(({ name, size }, i) => {
        const { resolved, snr, interval } = repeats < request.leastRepeats ? TOO_FEW : estimates[i];
        return { name, parameters: size, resolved, snr, interval };
      }),
    };
  } finally {
    dispose(references);
  }
}

async function repeatUntilResolved(
  request: GradientSignalRequest,
  gradientAt: (repeat: number) => Tensor1D[],
  references: readonly Tensor1D[],
  statistics: readonly GradientStatistics[],
): Promise<{ repeats: number; estimates: SignalEstimate[] }> {
  const { isStopped, pause } = request;
  const sumBlock = blockSummer(request, gradientAt, references);
  let repeats = 0;
  let batch = 0;
  let block = 1;
  let estimates: SignalEstimate[] = [];
  for (const target of targets(request)) {
    while (repeats < target && !isStopped()) {
      if (batch === 0) block = blockOf(repeats, target);
      const { count, sums } = await sumBlock(repeats, Math.min(block, target - repeats));
      await addBlock(statistics, batch, count, sums);
      repeats += count;
      batch = (batch + 1) % SIGNAL_BATCHES;
    }
    estimates = await estimateAll(statistics, pause);
    if (isStopped() || estimates.every(({ resolved }) => resolved)) break;
  }
  return { repeats, estimates };
}

/** One after another: a group of many parameters takes a while. */
async function estimateAll(statistics: readonly GradientStatistics[], pause: () => Promise<void>): Promise<SignalEstimate[]> {
  const estimates: SignalEstimate[] = [];
  for (const group of statistics) {
    estimates.push(group.estimate());
    await pause();
  }
  return estimates;
}

/** Sums `most` repeats on the engine, at least one, fewer when stopped; lets messages in whenever a slice is over. */
function blockSummer(
  { now, pause, isStopped, onProgress }: GradientSignalRequest,
  gradientAt: (repeat: number) => Tensor1D[],
  references: readonly Tensor1D[],
) {
  let sliceEnd = now() + SLICE;
  const addTo = (before: BlockSums | null, repeat: number): BlockSums => {
    try {
      return tidy(() => withRepeat(before, gradientAt(repeat), references));
    } finally {
      if (before !== null) dispose(before);
    }
  };
  const letMessagesIn = async (repeats: number) => {
    if (now() < sliceEnd) return;
    onProgress(repeats);
    await pause();
    sliceEnd = now() + SLICE;
  };
  return async (from: number, most: number): Promise<{ count: number; sums: BlockSums }> => {
    let sums: BlockSums | null = null;
    let count = 0;
    do {
      sums = addTo(sums, from + count);
      count += 1;
      await letMessagesIn(from + count);
    } while (count < most && !isStopped());
    return { count, sums };
  };
}
