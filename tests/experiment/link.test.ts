import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { MAX_LINK_LENGTH, readLink, writeLink } from "../../src/experiment/link";
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
    expect(read.experiment.objective.beta).toEqual(beta);
  });

  it.each([
    ["latent=2000", "latent.dim was 2000; allowed: a whole number from 1 to 64; 64 is used"],
    ["latent=two", 'latent.dim was "two"'],
    ["q=planar-8", 'latent.posterior.kind was "planar-8"; allowed: "meanField"'],
    ["lik=gaussian-0.3", 'likelihood.kind was "gaussian-0.3"; allowed: "bernoulli"'],
    ["lik=bernoulli-0.3", 'likelihood.kind was "bernoulli-0.3"'],
    ["lr=0x10", 'optimizer.learningRate was "0x10"'],
    ["enc=none", 'network.encoder was "none"; allowed: at most 5 whole numbers'],
    ["prior=hierarchical-2", 'latent.prior.kind was "hierarchical-2"'],
    ["obj=iwae", 'objective.kind was "iwae"'],
    ["net=conv", 'network.kind was "conv"'],
    ["beta=0..1", "objective.beta"],
    ["colour=red", '"colour" is not a setting'],
    ["__proto__=1", '"__proto__" is not a setting'],
    ["v=2&latent=5", "version 2; only version 1 is understood"],
    ["latent=3&latent=4", "latent twice"],
  ])("says what is wrong with %s", (text, notice) => {
    expect(readLink(`#${text}`).notices.join()).toContain(notice);
  });

  it("of version 1 may say so", () => {
    expect(readLink("#v=1&latent=3").experiment.latent.dim).toBe(3);
  });

  it("that is too long is refused whole", () => {
    const read = readLink(`#enc=${"1-".repeat(MAX_LINK_LENGTH)}`);
    expect(read.experiment).toEqual(DEFAULT_EXPERIMENT);
    expect(read.notices[0]).toContain("at most 2048");
  });

  it("survives 1 000 mutations: a valid experiment, and a notice for whatever was not understood", () => {
    const original = writeLink(EVERYTHING);
    const mutation = fc.record({
      at: fc.nat(original.length),
      remove: fc.nat(12),
      insert: fc.oneof(
        fc.string({ maxLength: 12, unit: "binary" }),
        fc.constantFrom("&", "=", "%", "%E0%A4%A", "NaN", "Infinity", "1e999", "-", "..", "&__proto__=1", "&constructor=1", "null"),
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
