import type { Model } from "../protocol";
import { type Batch, batchesOf, fetchMnist } from "./batches";

/** A peer's model in training; `step` gives its loss where the peer computes. */
interface Stepper<Loss> {
  step(batch: Batch): Loss;
  dispose(): void;
}

interface Losses<Loss> {
  /** Waits until the loss has been computed, where the peer gives it before; after each step. */
  settle?(loss: Loss): Promise<unknown>;
  /** The value of the last one, which is freed. */
  read(loss: Loss): Promise<number>;
}

/** A worker's `prepare` and `steps`, of any peer. */
export function trainingOf<Loss extends { dispose(): void }>(build: (model: Model) => Stepper<Loss>, { settle, read }: Losses<Loss>) {
  const state: { images?: Uint8Array; stepper?: Stepper<Loss>; nextBatch?: () => Batch } = {};
  return {
    async prepare(model: Model): Promise<void> {
      state.images ??= await fetchMnist();
      state.stepper?.dispose();
      state.stepper = build(model);
      state.nextBatch = batchesOf(state.images, model);
    },
    async steps(count: number): Promise<{ milliseconds: number; loss: number }> {
      const { stepper, nextBatch } = state;
      if (stepper === undefined || nextBatch === undefined) throw new Error("steps come after prepare");
      const start = performance.now();
      let last: Loss | undefined;
      for (let i = 0; i < count; i++) {
        last?.dispose();
        last = stepper.step(nextBatch());
        if (settle) await settle(last);
      }
      const loss = last === undefined ? Number.NaN : await read(last);
      return { milliseconds: performance.now() - start, loss };
    },
  };
}
