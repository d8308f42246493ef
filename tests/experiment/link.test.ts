import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { MAX_LINK_LENGTH, readLink, writeLink } from "../../src/experiment/link";
import { LINK_KEYS } from "../../src/experiment/linkKeys";
import { betaSchedule } from "../../src/experiment/objectives";
import { valueAt } from "../../src/experiment/paths";
import { PRESETS } from "../../src/experiment/presets";
import { mergeExperiment } from "../../src/experiment/resolve";
import { EXPERIMENT_SCHEMA } from "../../src/experiment/schema";

const merged = (patch: unknown): Experiment => mergeExperiment(DEFAULT_EXPERIMENT, patch as never);

const EVERYTHING = merged({
  seed: 42,
  data: { trainSize: 5000, digits: [1, 4, 9], binarization: "static" },
  network: { encoder: [], decoder: [64, 32, 16], activation: "gelu", initializer: "fanIn" },
  latent: { dim: 13 },
  objective: {
    samples: 3,
    beta: { kind: "cyclical", from: 0.1, to: 1.5, period: 300, ramp: 0.25 },
    freeBits: { nats: 0.25, per: "total" },
  },
  optimizer: { learningRate: 3e-4, beta1: 0.8, beta2: 0.99, epsilon: 1e-7, clipNorm: 5 },
  batchSize: 64,
  stopAfterEpochs: null,
});

/** Choices that do not all go together. */
const CLAUSES = [
  "q=planar-8 q=mixture-3 q=fullCovariance prior=hierarchical-2 lik=gaussian-0.3 lik=continuousBernoulli bin=static bin=dynamic net=conv",
  "enc=256 dec=0 obj=iwae obj=elbo k=1 kl=analytic kl=monteCarlo est=stl est=dreg est=score est=scoreLeaveOneOut fb=1 fbper=dimension",
]
  .join(" ")
  .split(" ");

describe("the link", () => {
  it("of the default experiment is empty", () => {
    expect(writeLink(DEFAULT_EXPERIMENT)).toBe("");
    expect(readLink("").experiment).toEqual(DEFAULT_EXPERIMENT);
  });

  it("reads as the contract writes it", () => {
    const link = writeLink(EVERYTHING, { view: "grid.images", z: "0.31_-1.2", hide: "rail" });
    expect(link).toBe(
      "seed=42&n=5000&digits=149&bin=static&enc=0&dec=64-32-16&act=gelu&init=fanIn&latent=13&k=3&beta=0.1..1.5/300*0.25&fb=0.25&fbper=total" +
        "&lr=0.0003&b1=0.8&b2=0.99&eps=1e-7&clip=5&batch=64&epochs=none&view=grid.images&z=0.31_-1.2&hide=rail",
    );
  });

  it.each([EVERYTHING, ...PRESETS.map(({ patch }) => merged(patch))])("comes back as it was: %j", (experiment) => {
    expect(readLink(`#${writeLink(experiment)}`)).toEqual({ experiment, view: {}, notices: [] });
  });

  it.each([
    ["4", { kind: "constant", value: 4 }],
    ["0..1@2000", { kind: "linear", from: 0, to: 1, steps: 2000 }],
    ["0..1~2000", { kind: "sigmoid", from: 0, to: 1, steps: 2000 }],
    ["0..1/2000*0.5", { kind: "cyclical", from: 0, to: 1, period: 2000, ramp: 0.5 }],
    ["1e-7..0.5@1000", { kind: "linear", from: 1e-7, to: 0.5, steps: 1000 }],
  ])("has schedules like beta=%s", (text, beta) => {
    const read = readLink(`#beta=${text}`);
    expect(read.notices).toEqual([]);
    expect(betaSchedule(read.experiment.objective)).toEqual(beta);
  });

  it.each([
    ["latent=2000", "latent.dim was 2000; allowed: a whole number from 1 to 64; 64 is used"],
    ["latent=two", 'latent.dim was "two"'],
    ["q=planar-65", "latent.posterior.layers was 65; allowed: a whole number from 1 to 64; 64 is used"],
    ["q=iaf-65", "latent.posterior.layers was 65; allowed: a whole number from 1 to 16; 16 is used"],
    ["q=planar-x", 'latent.posterior.layers was "x"; allowed: a whole number from 1 to 64; 8 is used'],
    ["q=planar-8-9", 'latent.posterior.kind was "planar-8-9"; allowed: "meanField", "fullCovariance", "planar"'],
    ["q=constructor", 'latent.posterior.kind was "constructor"'],
    ["q=__proto__-3", 'latent.posterior.kind was "__proto__-3"'],
    [
      "q=planar-8&kl=analytic",
      'objective.kl was "analytic"; with latent.posterior.kind "planar" that is not possible, so "monteCarlo" is used. The',
    ],
    ["lik=gaussian-11", 'likelihood.sigma was 11; allowed: a number from 0.01 to 10, or "learned"; 10 is used'],
    ["lik=gaussian-wide", 'likelihood.sigma was "wide"; allowed: a number from 0.01 to 10, or "learned"; "learned" is used'],
    [
      "lik=gaussian-0.3&bin=static",
      'data.binarization was "static"; with likelihood.kind "gaussian" that is not possible, so "none" is used',
    ],
    ["lik=bernoulli-0.3", 'likelihood.kind was "bernoulli-0.3"'],
    ["lr=0x10", 'optimizer.learningRate was "0x10"'],
    ["enc=none", 'network.encoder was "none"; allowed: at most 5 whole numbers'],
    ["prior=hierarchical-0", "latent.prior.upper was 0; allowed: a whole number from 1 to 64; 1 is used"],
    ["obj=vae&k=3", 'objective.kind was "vae"; allowed: "elbo", "iwae"; "elbo" is used'],
    ["obj=iwae&beta=4", 'objective.beta is not a setting of objective "iwae"; it is ignored'],
    ["obj=iwae&fb=1", 'objective.freeBits is not a setting of objective "iwae"; it is ignored'],
    ["obj=iwae&k=513", "objective.samples was 513; allowed: a whole number from 1 to 512; 512 is used"],
    ["k=65", "objective.samples was 65; allowed: a whole number from 1 to 64; 64 is used"],
    ["est=dreg", 'objective.estimator was "dreg"; allowed: "pathwise", "stl", "score"'],
    ["net=conv&enc=256-128", 'network.encoder was [256,128]; with network.kind "conv" that is not possible, so [32,64] is used'],
    ["net=resnet", 'network.kind was "resnet"; allowed: "mlp", "conv"'],
    ["beta=0..1", "objective.beta"],
    ["colour=red", '"colour" is not a setting'],
    ["__proto__=1", '"__proto__" is not a setting'],
    ["v=2&latent=5", "version 2; only version 1 is understood"],
    ["latent=3&latent=4", "latent twice"],
  ])("says what is wrong with %s", (text, notice) => {
    expect(readLink(`#${text}`).notices.join()).toContain(notice);
  });

  it.each([
    ["q=planar-8", { latent: { posterior: { kind: "planar", layers: 8 } }, objective: { kind: "elbo", kl: "monteCarlo" } }],
    ["q=iaf-2-64", { latent: { posterior: { kind: "iaf", layers: 2, hidden: 64 } } }],
    ["q=coupling-4-64", { latent: { posterior: { kind: "coupling", layers: 4, hidden: 64 } } }],
    ["q=mixture-3", { latent: { posterior: { kind: "mixture", components: 3 } } }],
    ["q=fullCovariance", { latent: { posterior: { kind: "fullCovariance" } }, objective: { kind: "elbo", kl: "analytic" } }],
    [
      "q=fullCovariance&fb=0.5",
      { latent: { posterior: { kind: "fullCovariance" } }, objective: { kind: "elbo", freeBits: { nats: 0.5, per: "total" } } },
    ],
    ["prior=hierarchical-2", { latent: { prior: { kind: "hierarchical", upper: 2 } }, objective: { kind: "elbo", kl: "monteCarlo" } }],
    ["lik=gaussian-0.3", { likelihood: { kind: "gaussian", sigma: 0.3 }, data: { binarization: "none" } }],
    ["lik=gaussian-learned", { likelihood: { kind: "gaussian", sigma: "learned" }, data: { binarization: "none" } }],
    ["lik=continuousBernoulli", { likelihood: { kind: "continuousBernoulli" }, data: { binarization: "none" } }],
    ["obj=iwae", { objective: { kind: "iwae", samples: 5, estimator: "pathwise" } }],
    ["obj=iwae&k=50&est=dreg", { objective: { kind: "iwae", samples: 50, estimator: "dreg" } }],
    ["est=stl", { objective: { kind: "elbo", kl: "monteCarlo", estimator: "stl" } }],
    ["kl=monteCarlo", { objective: { kind: "elbo", kl: "monteCarlo" } }],
    ["est=scoreLeaveOneOut", { objective: { kind: "elbo", samples: 2, estimator: "scoreLeaveOneOut" } }],
    ["net=conv", { network: { kind: "conv", encoder: [32, 64], decoder: [64, 32] } }],
  ])("%s says so much and no more", (text, patch) => {
    const read = readLink(`#${text}`);
    expect(read).toEqual({ experiment: merged(patch), view: {}, notices: [] });
    expect(writeLink(read.experiment)).toBe(text);
  });

  it("whose free bits cannot be keeps nothing of them", () => {
    expect(writeLink(readLink("#q=planar&fb=2").experiment)).toBe("q=planar-8");
  });

  it("takes the defaults of a family's parameters that it leaves out", () => {
    expect(readLink("#q=iaf").experiment.latent.posterior).toEqual({ kind: "iaf", layers: 4, hidden: 64 });
    expect(readLink("#q=coupling-6").experiment.latent.posterior).toEqual({ kind: "coupling", layers: 6, hidden: 64 });
    expect(readLink("#lik=gaussian").experiment.likelihood).toEqual({ kind: "gaussian", sigma: "learned" });
  });

  it("of version 1 may say so", () => {
    expect(readLink("#v=1&latent=3").experiment.latent.dim).toBe(3);
  });

  it("that is too long is refused whole", () => {
    const read = readLink(`#enc=${"1-".repeat(MAX_LINK_LENGTH)}`);
    expect(read.experiment).toEqual(DEFAULT_EXPERIMENT);
    expect(read.notices[0]).toContain("at most 2048");
  });

  it("of any choices together is an experiment, and says what it dropped", () => {
    fc.assert(
      fc.property(fc.subarray(CLAUSES), fc.boolean(), (clauses, isReversed) => {
        const { experiment, notices } = readLink((isReversed ? [...clauses].reverse() : clauses).join("&"));
        expect(v.is(EXPERIMENT_SCHEMA, experiment)).toBe(true);
        const inForce = LINK_KEYS.flatMap(({ key, path, write }) => {
          const value = valueAt(experiment, path);
          return value === undefined ? [] : [`${key}=${write(value as never)}`];
        });
        expect(notices.length === 0).toBe(clauses.every((clause) => inForce.includes(clause)));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it("survives 1 000 mutations: a valid experiment, and a notice for whatever was not understood", () => {
    const original = writeLink(EVERYTHING);
    const mutation = fc.record({
      at: fc.nat(original.length),
      remove: fc.nat(12),
      insert: fc.oneof(
        fc.string({ maxLength: 12, unit: "binary" }),
        fc.constantFrom("&", "=", "%", "%E0%A4%A", "NaN", "Infinity", "1e999", "-", "..", "&__proto__=1", "&constructor=1", "null"),
        fc.constantFrom(...CLAUSES).map((clause) => `&${clause}&`),
      ),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), (mutations) => {
        const text = mutations.reduce((link, { at, remove, insert }) => link.slice(0, at) + insert + link.slice(at + remove), original);
        const { experiment, notices } = readLink(text);
        expect(v.is(EXPERIMENT_SCHEMA, experiment)).toBe(true);
        expect(notices.every((notice) => notice.length > 10)).toBe(true);
        expect(readLink(writeLink(experiment))).toEqual({ experiment, view: {}, notices: [] });
      }),
      { numRuns: 1000, seed: 1 },
    );
  });
});
