import { getKernelsForBackend, memory, unregisterKernel } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { legalObjectives, MODELS } from "../../scripts/reproduction/combinations";
import { UNUSED_KERNELS } from "../../scripts/unusedKernels";
import type { EvaluationResult } from "../../src/worker/protocol";
import { openSession, smallExperiment, type TestSession } from "./sessions";

/** Steps in which a small model gains some nats whatever it is, the score function without a baseline included. */
const STEPS = 60;
const IMAGES = 300;

/** As a build does: nothing that is trained here may need them. */
function leaveOutUnusedKernels(): void {
  for (const { kernelName, backendName } of ["cpu", "simd"].flatMap(getKernelsForBackend)) {
    if (UNUSED_KERNELS.test(kernelName)) unregisterKernel(kernelName, backendName);
  }
}

describe.each(MODELS)("$name", ({ patch }) => {
  const base = smallExperiment({ network: { encoder: [32], decoder: [32] }, optimizer: { kind: "adam", learningRate: 2e-3 } });
  const small = patch.network?.kind === "conv" ? { network: { kind: "conv" as const, encoder: [8, 8], decoder: [8, 8] } } : patch;

  let session: TestSession;
  beforeAll(async () => {
    session = await openSession(base);
    leaveOutUnusedKernels();
  });

  it.each(legalObjectives(base, small))("learns with $name, and keeps no tensor", async ({ experiment }) => {
    await session.call.replace(experiment);
    const question = { count: IMAGES, importanceSamples: 5 };
    const bound = ({ elbo, iwae }: EvaluationResult) => (experiment.objective.kind === "iwae" ? (iwae?.value ?? Number.NaN) : elbo);
    const before = await session.call.evaluate(question);
    await session.call.train({ steps: 20 });
    const tensors = memory().numTensors;
    await session.call.train({ steps: STEPS - 20 });
    expect(memory().numTensors).toBe(tensors);
    const after = await session.call.evaluate(question);
    expect(bound(after)).toBeGreaterThan(bound(before) + 3 * after.elboStandardError);
    const { reconstruction, kl, elbo, iwae } = after;
    expect(elbo).toBeCloseTo(reconstruction - kl, 3);
    expect(iwae?.value).toBeGreaterThan(elbo - 0.5);
    const points = session.history();
    for (const point of points) expect(Number.isFinite(point.loss) && Number.isFinite(point.elbo)).toBe(true);
  });
});
