import type { DeepPartial, Experiment } from "../../src/experiment/experiment";
import { PRESETS, type Preset } from "../../src/experiment/presets";
import { repairExperiment } from "../../src/experiment/resolve";
import { normals, stream } from "../../src/numeric/random";
import type { EvaluationResult } from "../../src/worker/protocol";
import { openSession, type TestSession } from "../worker/sessions";

/** A run of a preset or of its control, and what can be measured of its phenomenon. */
export interface Trained {
  session: TestSession;
  evaluation: EvaluationResult;
}

export function presetNamed(id: string): Preset {
  const preset = PRESETS.find((candidate) => candidate.id === id);
  if (preset === undefined) throw new Error(`there is no preset ${id}`);
  return preset;
}

/** Trains a patch of the default experiment for so many steps; 2 000 held-out images. */
export async function trained(patch: DeepPartial<Experiment>, steps: number): Promise<Trained> {
  const { experiment, notices } = repairExperiment(patch);
  if (notices.length > 0) throw new Error(notices.join());
  const session = await openSession(experiment);
  await session.call.train({ steps });
  return { session, evaluation: await session.call.evaluate({ count: 2000 }) };
}

function squaredDistance(a: Float32Array, i: number, b: Float32Array, j: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += (a[i * size + k] - b[j * size + k]) ** 2;
  return sum;
}

/** The share of the first 600 test images whose nearest other one in the latent space is the same digit. */
export async function neighbourAgreement({ session }: Trained): Promise<number> {
  const count = 600;
  const { pixels, labels } = await session.call.images(
    "test",
    Array.from({ length: count }, (_, i) => i),
  );
  const { mean } = await session.call.encode(await session.call.binarize(pixels));
  const dim = mean.length / count;
  let same = 0;
  for (let i = 0; i < count; i++) {
    let best = { distance: Number.POSITIVE_INFINITY, label: -1 };
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      const distance = squaredDistance(mean, i, mean, j, dim);
      if (distance < best.distance) best = { distance, label: labels[j] };
    }
    if (best.label === labels[i]) same += 1;
  }
  return same / count;
}

/** How far 60 draws from the prior, decoded, are from the nearest of 1 000 real digits: mean squared distance over pixels. */
export async function priorDistance({ session, evaluation }: Trained): Promise<number> {
  const [draws, count, dim] = [60, 1000, evaluation.klPerDimension?.length ?? 0];
  const { pixels } = await session.call.images(
    "test",
    Array.from({ length: count }, (_, i) => i),
  );
  const decoded = await session.call.decode(normals(draws * dim, 0, stream(9, "prior")));
  let total = 0;
  for (let i = 0; i < draws; i++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let j = 0; j < count; j++) nearest = Math.min(nearest, squaredDistance(decoded, i, pixels, j, 784));
    total += nearest;
  }
  return total / draws;
}
