import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { betaSchedule, freeBitsOf } from "../../src/experiment/objectives";
import { mergeExperiment, repairExperiment } from "../../src/experiment/resolve";
import { EXPERIMENT_SCHEMA } from "../../src/experiment/schema";

const merge = (patch: unknown) => mergeExperiment(DEFAULT_EXPERIMENT, patch as never);

describe("merging a patch", () => {
  it("leaves everything else as it is", () => {
    const merged = merge({ latent: { dim: 7 } });
    expect(merged).toEqual({ ...DEFAULT_EXPERIMENT, latent: { ...DEFAULT_EXPERIMENT.latent, dim: 7 } });
  });

  it("replaces arrays whole", () => {
    expect(merge({ data: { digits: [3] }, network: { encoder: [] } }).data.digits).toEqual([3]);
    expect(merge({ network: { encoder: [] } }).network.encoder).toEqual([]);
  });

  it("replaces tagged unions whole; what they leave out takes its default", () => {
    const present = merge({ objective: { kind: "elbo", samples: 8, freeBits: { nats: 1, per: "total" } }, optimizer: { beta1: 0.5 } });
    const merged = mergeExperiment(present, { objective: { beta: { kind: "linear", to: 4 } } } as never);
    expect(merged.objective.samples).toBe(1);
    expect(freeBitsOf(merged.objective).nats).toBe(0);
    expect(betaSchedule(merged.objective)).toEqual({ kind: "linear", from: 0, to: 4, steps: 2000 });
    expect(merged.optimizer.beta1).toBe(0.5);
    expect(mergeExperiment(present, { optimizer: { learningRate: 0.1 } }).optimizer.beta1).toBe(0.9);
  });

  it("never reaches a prototype", () => {
    const hostile = '{"__proto__":{"polluted":1},"data":{"constructor":{"prototype":{"polluted":1}}}}';
    expect(() => merge(JSON.parse(hostile))).toThrow("__proto__ is not a setting");
    expect(() => merge({ data: { constructor: 1 } })).toThrow("data.constructor is not a setting");
    repairExperiment(JSON.parse(hostile));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    [{ batchSize: 99999 }, "batchSize was 99999; allowed: a whole number from 1 to 2048"],
    [{ batchSize: "12" }, 'batchSize was "12"; allowed: a whole number from 1 to 2048'],
    [{ latent: { dim: 2.5 } }, "latent.dim was 2.5; allowed: a whole number from 1 to 64"],
    [{ seed: Number.NaN }, "seed was NaN; allowed: a whole number from 0 to 4294967295"],
    [{ seed: -1 }, "seed was -1"],
    [{ seed: 1n }, "seed was 1; allowed"],
    [{ data: { digits: [] } }, "data.digits was []; allowed: at least one of the digits"],
    [{ data: { digits: [3, 3] } }, "data.digits was [3,3]"],
    [{ data: null }, "data is missing or not an object"],
    [{ network: { encoder: [1, 2, 3, 4, 5, 6] } }, "at most 5 whole numbers from 1 to 1024"],
    [{ network: { kind: "resnet" } }, 'network.kind was "resnet"; allowed: "mlp", "conv"'],
    [{ objective: { kind: "vae" } }, 'objective.kind was "vae"; allowed: "elbo", "iwae"'],
    [{ objective: { samples: 65 } }, "objective.samples was 65; allowed: a whole number from 1 to 64"],
    [{ objective: { kind: "iwae", samples: 513 } }, "objective.samples was 513; allowed: a whole number from 1 to 512"],
    [{ objective: { kind: "iwae", kl: "analytic" } }, 'objective.kl is not a setting of objective "iwae"'],
    [{ objective: { estimator: "dreg" } }, 'objective.estimator was "dreg"; allowed: "pathwise", "stl"'],
    [{ objective: { kl: "exact" } }, 'objective.kl was "exact"; allowed: "analytic", "monteCarlo"'],
    [{ objective: { beta: { kind: "constant", value: -1 } } }, "objective.beta.value was -1; allowed: a number from 0 to 1000"],
    [{ objective: { beta: { kind: "cyclical", ramp: 0 } } }, "objective.beta.ramp was 0"],
    [{ objective: { freeBits: { nats: 11 } } }, "objective.freeBits.nats was 11; allowed: a number from 0 to 10"],
    [{ objective: 5 }, 'objective was 5; allowed: an object of kind "elbo", "iwae"'],
    [
      { latent: { posterior: { kind: "realNvp" } } },
      'latent.posterior.kind was "realNvp"; allowed: "meanField", "fullCovariance", "planar"',
    ],
    [{ latent: { posterior: { kind: "constructor" } } }, 'latent.posterior.kind was "constructor"'],
    [{ latent: { posterior: { kind: "planar", layers: 65 } } }, "latent.posterior.layers was 65; allowed: a whole number from 1 to 64"],
    [{ latent: { posterior: { kind: "iaf", layers: 17 } } }, "latent.posterior.layers was 17; allowed: a whole number from 1 to 16"],
    [{ latent: { posterior: { kind: "iaf", hidden: 0 } } }, "latent.posterior.hidden was 0; allowed: a whole number from 1 to 512"],
    [
      { latent: { posterior: { kind: "mixture", components: 1 } } },
      "latent.posterior.components was 1; allowed: a whole number from 2 to 16",
    ],
    [
      { latent: { posterior: { kind: "meanField", layers: 2 } } },
      'latent.posterior.layers is not a setting of latent.posterior "meanField"',
    ],
    [{ latent: { prior: { kind: "hierarchical", upper: 65 } } }, "latent.prior.upper was 65; allowed: a whole number from 1 to 64"],
    [{ latent: { prior: { kind: "vampPrior" } } }, 'latent.prior.kind was "vampPrior"; allowed: "standardNormal", "hierarchical"'],
    [{ likelihood: { kind: "gaussian", sigma: 0.001 } }, 'likelihood.sigma was 0.001; allowed: a number from 0.01 to 10, or "learned"'],
    [{ likelihood: { kind: "gaussian", sigma: "wide" } }, 'likelihood.sigma was "wide"; allowed: a number from 0.01 to 10, or "learned"'],
    [{ likelihood: { kind: "poisson" } }, 'likelihood.kind was "poisson"; allowed: "bernoulli", "continuousBernoulli", "gaussian"'],
    [{ optimizer: { clipNorm: -1 } }, "optimizer.clipNorm was -1"],
    [{ optimizer: { learningRate: 11 } }, "optimizer.learningRate was 11"],
    [{ stopAfterEpochs: 0 }, "stopAfterEpochs was 0"],
    [{ nonsense: 1 }, "nonsense is not a setting of an experiment"],
    [null, "the experiment was null"],
  ])("refuses %o by field, value and what is allowed", (patch, message) => {
    expect(() => merge(patch)).toThrow(message);
  });
});

describe("repairing a patch", () => {
  it("clamps numbers and says so", () => {
    const { experiment, notices } = repairExperiment({ batchSize: 99999, latent: { dim: 0 } });
    expect(experiment.batchSize).toBe(2048);
    expect(experiment.latent.dim).toBe(1);
    expect(notices).toHaveLength(2);
    expect(notices.join()).toContain("2048 is used");
  });

  it.each([
    { objective: { beta: { kind: "spiral" } } },
    { objective: [1] },
    { data: { digits: "x", trainSize: null } },
    { network: { encoder: [5000] } },
    5,
    null,
  ])("makes an experiment of %j", (patch) => {
    expect(v.is(EXPERIMENT_SCHEMA, repairExperiment(patch).experiment)).toBe(true);
  });

  it("changes nothing that is valid", () => {
    expect(repairExperiment({})).toEqual({ experiment: DEFAULT_EXPERIMENT, notices: [] });
  });
});
