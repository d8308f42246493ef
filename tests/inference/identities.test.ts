import { grads, type Scalar, type Tensor, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { ElboSpec, IwaeSpec, ObjectiveSpec } from "../../src/experiment/experiment";
import { elbo, iwae } from "../../src/inference/logWeights";
import { objectiveValue } from "../../src/inference/objective";
import { ENGINES, startTestEngine } from "../engine/engines";
import { largest, largestError } from "../engine/numbers";
import { golden, goldenImages, goldenParameters, goldenVae, NAMES, objective } from "./golden";
import { freeGuide, LOG_TWO_PI, noise, normalPriorModel } from "./toys";

const { B, Z } = golden.sizes;

const elboBy = (estimator: ElboSpec["estimator"], samples: number): ElboSpec => ({
  ...objective(1),
  samples,
  kl: "monteCarlo",
  estimator,
});
const iwaeBy = (estimator: IwaeSpec["estimator"], samples: number): IwaeSpec => ({ kind: "iwae", samples, estimator });

function lossOf(spec: ObjectiveSpec): number {
  const { model, guide } = goldenVae(goldenParameters());
  return objectiveValue(model, guide, spec, { x: goldenImages(), noise: noise([spec.samples, B, Z]), beta: 1 }).loss.dataSync()[0];
}

function gradientOf(spec: ObjectiveSpec): Tensor[] {
  return grads((...parameters: Tensor[]): Scalar => {
    const { model, guide } = goldenVae(parameters);
    return objectiveValue(model, guide, spec, { x: goldenImages(), noise: noise([spec.samples, B, Z]), beta: 1 }).surrogate;
  })(goldenParameters());
}

function expectSameGradients(found: ObjectiveSpec, exact: ObjectiveSpec): void {
  const others = gradientOf(exact);
  gradientOf(found).forEach((gradient, i) => {
    const values = others[i].dataSync();
    expect(largestError(gradient.dataSync(), values), NAMES[i]).toBeLessThan(1e-5 * largest(values));
  });
}

describe.each(ENGINES)("on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  it("IWAE's bound of one sample is the Monte Carlo ELBO, in value and gradient", () => {
    const { model, guide } = goldenVae(goldenParameters());
    const one = noise([1, B, Z]);
    const bound = iwae(model, guide, goldenImages(), one).dataSync()[0];
    expect(bound).toBeCloseTo(elbo(model, guide, goldenImages(), one).dataSync()[0], 5);
    expect(lossOf(iwaeBy("pathwise", 1))).toBeCloseTo(-bound, 5);
    expect(lossOf(elboBy("pathwise", 1))).toBeCloseTo(-bound, 5);
    expectSameGradients(iwaeBy("pathwise", 1), elboBy("pathwise", 1));
  });

  it("DReG with one sample is sticking the landing", () => {
    expect(lossOf(iwaeBy("dreg", 1))).toBeCloseTo(lossOf(elboBy("stl", 1)), 5);
    expectSameGradients(iwaeBy("dreg", 1), elboBy("stl", 1));
  });

  it("the estimators differ in their gradients, not in the loss", () => {
    const specs = [elboBy("pathwise", 5), elboBy("stl", 5), elboBy("score", 5), elboBy("scoreLeaveOneOut", 5)];
    for (const spec of specs) expect(lossOf(spec)).toBeCloseTo(lossOf(specs[0]), 5);
    expect(lossOf(iwaeBy("dreg", 5))).toBeCloseTo(lossOf(iwaeBy("pathwise", 5)), 5);
    expect(lossOf(iwaeBy("pathwise", 5))).toBeLessThan(lossOf(specs[0]) - 0.1);
  });
});

describe("with free bits", () => {
  beforeAll(() => startTestEngine("cpu"));

  it.each(["score", "scoreLeaveOneOut"] as const)("the gradient by %s changes as the pathwise one does", (estimator) => {
    const change = (by: ElboSpec["estimator"]): number[][] => {
      const spec: ElboSpec = { ...objective(1), samples: 3, estimator: by };
      const floored = gradientOf({ ...spec, freeBits: { nats: 0.3, per: "imageDimension" } });
      return gradientOf(spec).map((gradient, i) => Array.from(floored[i].sub(gradient).dataSync()));
    };
    const exact = change("pathwise");
    change(estimator).forEach((values, i) => {
      expect(largestError(values, exact[i]), NAMES[i]).toBeLessThan(1e-5);
    });
    expect(largest(exact[0])).toBeGreaterThan(0.1);
  });
});

it("the leave-one-out baseline needs another sample", () => {
  expect(() => lossOf(elboBy("scoreLeaveOneOut", 1))).toThrow("at least 2 samples");
});

/** z ~ N(0, 1), x|z ~ N(z, 1): the posterior of x = 2 is N(1, ½). */
const conjugate = normalPriorModel((x, z) => {
  const [samples, batch] = z.shape;
  const squares = z
    .reshape([samples, batch])
    .sub(x.reshape([1, batch]))
    .square() as Tensor2D;
  return squares.add(LOG_TWO_PI).mul(-0.5);
});

const IMAGES = 200;

/** The gradient for each image's own mean and log-variance of q, [2·IMAGES], one draw (or K) of each. */
function conjugateGradients(spec: ObjectiveSpec, mean: number, variance: number): number[] {
  const parameters = [tensor2d(new Float32Array(IMAGES).fill(mean), [IMAGES, 1])];
  parameters.push(tensor2d(new Float32Array(IMAGES).fill(Math.log(variance)), [IMAGES, 1]));
  const x = tensor2d(new Float32Array(IMAGES).fill(2), [IMAGES, 1]);
  const gradients = grads((...[means, logVariances]: Tensor[]): Scalar => {
    const guide = freeGuide(means as Tensor2D, logVariances as Tensor2D);
    return objectiveValue(conjugate, guide, spec, { x, noise: noise([spec.samples, IMAGES, 1]), beta: 1 }).surrogate.mul(IMAGES);
  })(parameters);
  return gradients.flatMap((gradient) => Array.from(gradient.dataSync()));
}

describe("with the exact posterior as q", () => {
  beforeAll(() => startTestEngine("cpu"));

  it.each([elboBy("stl", 1), elboBy("stl", 3), iwaeBy("dreg", 4)])(
    "the gradient by $estimator, $samples samples, is 0 at each draw",
    (spec) => {
      expect(largest(conjugateGradients(spec, 1, 0.5))).toBeLessThan(1e-5);
      expect(largest(conjugateGradients(spec, 0.8, 0.5))).toBeGreaterThan(0.1);
    },
  );

  it.each([elboBy("pathwise", 1), elboBy("score", 1), iwaeBy("pathwise", 4)])(
    "the gradient by $estimator, $samples samples, is not",
    (spec) => {
      expect(largest(conjugateGradients(spec, 1, 0.5))).toBeGreaterThan(0.1);
    },
  );

  it("the leave-one-out gradient is 0 too, since every signal is log p(x)", () => {
    expect(largest(conjugateGradients(elboBy("scoreLeaveOneOut", 2), 1, 0.5))).toBeLessThan(1e-4);
  });
});
