import { dispose, grads, type Scalar, scalar, type Tensor, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { tensorCount } from "../../src/engine/engineMemory";
import { DEFAULT_EXPERIMENT, type Experiment, type ObjectiveSpec } from "../../src/experiment/experiment";
import { objectiveValue } from "../../src/inference/objective";
import { normals, stream, uniformAt } from "../../src/numeric/random";
import { type GradientSignalRequest, gradientSignal } from "../../src/probes/gradientSignal";
import { parameterSpecs } from "../../src/vae/modelSpec";
import { initialValues, named, toTensors } from "../../src/vae/parameters";
import { makeVae } from "../../src/vae/vae";
import { ENGINES, startTestEngine } from "../engine/engines";

const IMAGES = 6;
const ELBO = DEFAULT_EXPERIMENT.objective;

function experimentWith(objective: ObjectiveSpec): Experiment {
  const network = { ...DEFAULT_EXPERIMENT.network, encoder: [6], decoder: [6] };
  return { ...DEFAULT_EXPERIMENT, network, objective, batchSize: IMAGES };
}

/** A small model away from its optimum, on images of random bits. */
function requestOf(objective: ObjectiveSpec, changes: Partial<GradientSignalRequest> = {}) {
  const experiment = experimentWith(objective);
  const specs = parameterSpecs(experiment);
  const tensors = toTensors(specs, initialValues(specs, "glorot", 3));
  const bits = Float32Array.from({ length: IMAGES * 784 }, (_, i) => (uniformAt(i, 0, 7) < 0.3 ? 1 : 0));
  const x = tensor2d(bits, [IMAGES, 784]);
  const request: GradientSignalRequest = {
    experiment,
    parameters: named(specs, tensors),
    x,
    beta: 1,
    seed: 0,
    leastRepeats: 1000,
    mostRepeats: 1000,
    now: () => performance.now(),
    pause: async () => {},
    isStopped: () => false,
    onProgress: () => {},
    ...changes,
  };
  return { request, free: () => dispose([x, ...tensors]) };
}

async function measure(objective: ObjectiveSpec, changes: Partial<GradientSignalRequest> = {}) {
  const { request, free } = requestOf(objective, changes);
  const result = await gradientSignal(request);
  free();
  const snr = (name: string): number => result.groups.find((group) => group.name === name)?.snr ?? Number.NaN;
  return { ...result, snr };
}

/** ‖ḡ‖, tr Σ̂ and SNR of each group from every single gradient, in float64. */
function byHand({ experiment, parameters, x, beta, seed, mostRepeats }: GradientSignalRequest): Record<string, number> {
  const names = Object.keys(parameters);
  const shape = [experiment.objective.samples, IMAGES, experiment.latent.dim];
  const size = shape.reduce((product, side) => product * side, 1);
  const gradients = Array.from({ length: mostRepeats }, (_, repeat) =>
    tidy(() => {
      const noise = tensor(normals(size, repeat, stream(seed, "gradientSignal")), shape);
      const surrogate = (...values: Tensor[]): Scalar => {
        const { model, guide } = makeVae(experiment, Object.fromEntries(names.map((name, i) => [name, values[i]])));
        return objectiveValue(model, guide, experiment.objective, { x, noise, beta }).surrogate;
      };
      return grads(surrogate)(Object.values(parameters)).map((gradient) => Float32Array.from(gradient.dataSync()));
    }),
  );
  const totals = new Map<string, { signal: number; trace: number }>();
  names.forEach((name, place) => {
    const [word] = name.split(".");
    const total = totals.get(word) ?? { signal: 0, trace: 0 };
    gradients[0][place].forEach((_, i) => {
      const values = gradients.map((gradient) => gradient[place][i]);
      const mean = values.reduce((sum, value) => sum + value, 0) / mostRepeats;
      total.signal += mean ** 2;
      total.trace += values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (mostRepeats - 1);
    });
    totals.set(word, total);
  });
  return Object.fromEntries(
    Array.from(totals, ([word, { signal, trace }]) => [word, Math.sqrt(Math.max(0, signal - trace / mostRepeats) / trace)]),
  );
}

describe.each(ENGINES)("the gradient's signal on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  it("is that of the gradients one by one, and leaves no tensor behind", async () => {
    const before = tensorCount();
    const { request, free } = requestOf({ ...ELBO, samples: 2 }, { leastRepeats: 130, mostRepeats: 130 });
    const { repeats, groups } = await gradientSignal(request);
    const expected = byHand(request);
    free();
    expect(tensorCount()).toBe(before);
    expect(repeats).toBe(130);
    expect(groups.map(({ name, parameters }) => [name, parameters])).toEqual([
      ["encoder", 784 * 6 + 6 + 2 * (6 * 2 + 2)],
      ["decoder", 2 * 6 + 6 + 6 * 784 + 784],
    ]);
    for (const { name, resolved, snr } of groups) {
      expect(resolved).toBe(true);
      expect(Math.abs((snr ?? 0) / expected[name] - 1), name).toBeLessThan(1e-4);
    }
  });
});

describe("the gradient's signal", () => {
  beforeAll(() => startTestEngine("simd"));

  it("of IWAE falls with K in the encoder and grows as √K in the decoder (Rainforth et al. 2018); DReG repairs the encoder's", async () => {
    const one = await measure({ kind: "iwae", samples: 1, estimator: "pathwise" });
    const many = await measure({ kind: "iwae", samples: 16, estimator: "pathwise" });
    const repaired = await measure({ kind: "iwae", samples: 16, estimator: "dreg" });
    expect(many.snr("encoder") / one.snr("encoder")).toBeLessThan(0.6);
    expect(many.snr("decoder") / one.snr("decoder")).toBeGreaterThan(3.7);
    expect(many.snr("decoder") / one.snr("decoder")).toBeLessThan(4.3);
    expect(repaired.snr("encoder")).toBeGreaterThan(2 * many.snr("encoder"));
    expect(repaired.snr("decoder")).toBeCloseTo(many.snr("decoder"), 3);
  });

  it("of the score function is below the floor, after doubling, where the leave-one-out baseline's stands out of it at once", async () => {
    const elbo = { ...ELBO, samples: 8 };
    const plain = await measure({ ...elbo, estimator: "score" }, { mostRepeats: 2000 });
    const baselined = await measure({ ...elbo, estimator: "scoreLeaveOneOut" }, { mostRepeats: 2000 });
    const pathwise = await measure(elbo, { mostRepeats: 2000 });
    expect(plain.repeats).toBe(2000);
    expect(plain.groups[0]).toMatchObject({ name: "encoder", resolved: false, snr: null, interval: null });
    expect(baselined.repeats).toBe(1000);
    expect(baselined.snr("encoder")).toBeGreaterThan(0.5);
    expect(pathwise.snr("encoder")).toBeGreaterThan(2 * baselined.snr("encoder"));
    expect(pathwise.snr("decoder")).toBeCloseTo(baselined.snr("decoder"), 3);
  });

  it("takes the moving average's baseline as it stands: one near the signal lifts the encoder out of the noise", async () => {
    const objective = { ...ELBO, samples: 8, estimator: "scoreMovingAverage" } as const;
    const { request, free } = requestOf(objective);
    const mean = tidy(() => {
      const { model, guide } = makeVae(request.experiment, request.parameters);
      const noise = tensor(normals(8 * IMAGES * 2, 0, 1), [8, IMAGES, 2]);
      return objectiveValue(model, guide, objective, { ...request, noise }).signal?.dataSync()[0] ?? Number.NaN;
    });
    free();
    const baseline = scalar(mean);
    const without = await measure(objective);
    const moved = await measure(objective, { baseline });
    baseline.dispose();
    expect(without.groups[0].resolved).toBe(false);
    expect(moved.groups[0].resolved).toBe(true);
  });

  it("is the same for the same seed, whatever the slices, and within its interval for another", async () => {
    let clock = 0;
    let pauses = 0;
    const pause = async () => {
      pauses += 1;
    };
    const once = await measure(ELBO, { leastRepeats: 400, mostRepeats: 400 });
    const again = await measure(ELBO, { leastRepeats: 400, mostRepeats: 400, now: () => 20 * clock++, pause });
    const other = await measure(ELBO, { leastRepeats: 400, mostRepeats: 400, seed: 1 });
    expect(again.groups).toEqual(once.groups);
    expect(pauses).toBeGreaterThan(300);
    once.groups.forEach(({ name, snr, interval }, i) => {
      const [low, high] = other.groups[i].interval ?? [0, 0];
      expect(other.groups[i].snr, name).not.toBe(snr);
      // The two intervals overlap.
      expect(low, name).toBeLessThan(interval?.[1] ?? Number.NaN);
      expect(high, name).toBeGreaterThan(interval?.[0] ?? Number.NaN);
    });
  });

  it("is stopped between repeats, and says how many there are and that too few say nothing", async () => {
    const stopAfter = (most: number, leastRepeats: number) => {
      let asked = 0;
      return measure(ELBO, { isStopped: () => ++asked > most, leastRepeats });
    };
    const early = await stopAfter(7, 1000);
    expect(early.repeats).toBeLessThan(20);
    expect(early.groups.map(({ resolved, snr }) => [resolved, snr])).toEqual([
      [false, null],
      [false, null],
    ]);
    const later = await stopAfter(110, 1000);
    expect(later.repeats).toBeGreaterThan(80);
    expect(later.repeats).toBeLessThan(130);
    for (const group of later.groups) expect(group).toMatchObject({ resolved: false, snr: null, interval: null });
    // As many repeats do where no more are called for.
    const enough = await stopAfter(110, 80);
    expect(enough.repeats).toBe(80);
    expect(enough.groups.every(({ resolved, snr }) => resolved && snr !== null)).toBe(true);
  });
});
