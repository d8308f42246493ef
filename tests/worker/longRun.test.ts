import { backend } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { tensorCount } from "../../src/engine/engineMemory";
import type { SimdBackend } from "../../src/engine/simd/simdBackend";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { openSession, smallExperiment } from "./sessions";

/** What a run holds of the machine, between steps. */
function holdings() {
  const { machine } = backend() as SimdBackend;
  return { tensors: tensorCount(), blocks: machine.heap.used, memory: machine.floats().byteLength };
}

test("10 000 steps with curves and evaluations take no more memory than the first 200", async () => {
  const { call } = await openSession(
    smallExperiment({ network: { encoder: [8], decoder: [8] }, batchSize: 8, data: { digits: [3] }, stopAfterEpochs: null }),
  );
  await call.train({ steps: 200 });
  const before = holdings();
  const { step } = await call.train({ steps: 10_000 });
  expect(step).toBe(10_200);
  expect(holdings()).toEqual(before);
}, 120_000);

test("the default experiment's steps take no more memory than its first 60", async () => {
  const { call } = await openSession(DEFAULT_EXPERIMENT);
  await call.images("train", [DEFAULT_EXPERIMENT.data.trainSize - 1]);
  await call.train({ steps: 60 });
  const before = holdings();
  await call.train({ steps: 300 });
  expect(holdings()).toEqual(before);
}, 120_000);
