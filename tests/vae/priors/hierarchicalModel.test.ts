import { type Scalar, type Tensor, tensor, tensor2d, valueAndGrads } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT, type ObjectiveSpec } from "../../../src/experiment/experiment";
import { objectiveValue } from "../../../src/inference/objective";
import { normals, stream } from "../../../src/numeric/random";
import { type ModelSpec, noiseShapeOf, parameterSpecs } from "../../../src/vae/modelSpec";
import { initialValues, named, toTensors } from "../../../src/vae/parameters";
import { latentSizes } from "../../../src/vae/priors/priors";
import { makeVae } from "../../../src/vae/vae";
import { ENGINES, startTestEngine } from "../../engine/engines";
import { largest, product, scattered } from "../../engine/numbers";

const model: ModelSpec = {
  network: { ...DEFAULT_EXPERIMENT.network, encoder: [7], decoder: [6] },
  latent: { ...DEFAULT_EXPERIMENT.latent, dim: 3, prior: { kind: "hierarchical", upper: 2 } },
  likelihood: DEFAULT_EXPERIMENT.likelihood,
};
const all = parameterSpecs(model);
const start = () => toTensors(all, initialValues(all, "fanIn", 1));

function noise(shape: number[]): Tensor {
  return tensor(normals(product(shape), 0, stream(3, "train")), shape);
}

describe.each(ENGINES)("a model with the hierarchical prior on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  const elbo = { ...DEFAULT_EXPERIMENT.objective, samples: 4, kl: "monteCarlo" } as const;
  const objectives: ObjectiveSpec[] = [
    { ...elbo, estimator: "pathwise" },
    { ...elbo, estimator: "stl" },
    { ...elbo, estimator: "scoreLeaveOneOut" },
    { kind: "iwae", samples: 4, estimator: "pathwise" },
    { kind: "iwae", samples: 4, estimator: "dreg" },
  ];

  it.each(objectives)("is trained in all its parameters by $kind, $estimator", (objective) => {
    expect(latentSizes(model.latent)).toEqual({ latents: 5, base: 2 });
    expect(noiseShapeOf(model, 4, 6)).toEqual([4, 6, 5]);
    const x = tensor2d(
      scattered(6 * 784, 2).map((value) => (value > 0.6 ? 1 : 0)),
      [6, 784],
    );
    const loss = (...weights: Tensor[]): Scalar => {
      const { model: joint, guide } = makeVae(model, named(all, weights));
      const value = objectiveValue(joint, guide, objective, { x, noise: noise(guide.noiseShape(4, 6)), beta: 1 });
      expect(value.kl.shape).toEqual([6, 2]);
      expect(value.klColumns).toBe("layers");
      return value.surrogate;
    };
    const { grads: found } = valueAndGrads(loss)(start());
    all.forEach(({ name, shape }, i) => {
      expect(found[i].shape, name).toEqual(shape);
      expect(largest(found[i].dataSync()), name).toBeGreaterThan(0);
    });
  });

  it("leaves the mean-field lower posterior in sight", () => {
    const { guide } = makeVae(model, named(all, start()));
    const q = guide.posterior(tensor2d(new Float32Array(2 * 784), [2, 784]));
    expect(q.mean).toBeUndefined();
    expect(q.lower?.mean?.shape).toEqual([2, 3]);
    expect(q.lower?.logVariance?.shape).toEqual([2, 3]);
  });
});
