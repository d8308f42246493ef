import { describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../../src/experiment/experiment";
import { mergeExperiment, repairExperiment, resolveExperiment } from "../../src/experiment/resolve";

const merged = (...patches: DeepPartial<Experiment>[]): Experiment => patches.reduce<Experiment>(mergeExperiment, DEFAULT_EXPERIMENT);

const PLANAR: DeepPartial<Experiment> = { latent: { posterior: { kind: "planar", layers: 8 } } };
const GAUSSIAN: DeepPartial<Experiment> = { likelihood: { kind: "gaussian" } };

describe("what a patch leaves out of a union", () => {
  it.each([
    [{ latent: { posterior: { kind: "planar" } } }, "latent", { posterior: { kind: "planar", layers: 8 } }],
    [{ latent: { posterior: { kind: "iaf" } } }, "latent", { posterior: { kind: "iaf", layers: 4, hidden: 64 } }],
    [{ latent: { posterior: { kind: "coupling" } } }, "latent", { posterior: { kind: "coupling", layers: 4, hidden: 64 } }],
    [{ latent: { posterior: { kind: "mixture" } } }, "latent", { posterior: { kind: "mixture", components: 3 } }],
    [{ latent: { prior: { kind: "hierarchical" } } }, "latent", { prior: { kind: "hierarchical", upper: 2 } }],
    [GAUSSIAN, "likelihood", { kind: "gaussian", sigma: "learned" }],
    [{ objective: { kind: "iwae" } }, "objective", { kind: "iwae", samples: 5, estimator: "pathwise" }],
    [{ objective: { estimator: "scoreLeaveOneOut" } }, "objective", { kind: "elbo", samples: 2, estimator: "scoreLeaveOneOut" }],
    [{ objective: { estimator: "stl" } }, "objective", { kind: "elbo", kl: "monteCarlo", estimator: "stl" }],
    [{ network: { kind: "conv" } }, "network", { encoder: [32, 64], decoder: [64, 32] }],
  ] as const)("of %j is its default", (patch, part, expected) => {
    expect(mergeExperiment(DEFAULT_EXPERIMENT, patch as never)[part]).toMatchObject(expected);
  });

  it("is the default beside the rest of the experiment", () => {
    expect(resolveExperiment(merged(PLANAR), { objective: { kind: "elbo", samples: 3 } })).toMatchObject({
      experiment: { objective: { samples: 3, kl: "monteCarlo" } },
      notices: [],
    });
    const floored = mergeExperiment(merged({ latent: { posterior: { kind: "fullCovariance" } } }), {
      objective: { kind: "elbo", freeBits: { nats: 0.5 } },
    });
    expect(floored.objective).toMatchObject({ kl: "analytic", freeBits: { nats: 0.5, per: "total" } });
  });

  it("is taken from the ELBO where the objective's kind is left out, whatever it was", () => {
    const present = merged({ objective: { kind: "iwae" } });
    expect(mergeExperiment(present, { objective: { samples: 3 } }).objective).toEqual({ ...DEFAULT_EXPERIMENT.objective, samples: 3 });
  });
});

/** A present experiment, a patch that makes something of it illegal, what is changed for it, and the beginning of each notice. */
const YIELDS: [DeepPartial<Experiment>, DeepPartial<Experiment>, object, string[]][] = [
  [
    {},
    PLANAR,
    { objective: { kl: "monteCarlo" } },
    [
      'objective.kl was "analytic"; with latent.posterior.kind "planar" that is not possible, so "monteCarlo" is used. The analytic KL needs',
    ],
  ],
  [
    { objective: { kind: "elbo", freeBits: { nats: 0.5, per: "dimension" } } },
    PLANAR,
    { objective: { kl: "monteCarlo", freeBits: { nats: 0, per: "dimension" } } },
    ["objective.kl was", 'objective.freeBits.nats was 0.5; with objective.kl "monteCarlo" that is not possible, so 0 is used'],
  ],
  [
    { objective: { kind: "elbo", freeBits: { nats: 0.5, per: "imageDimension" } } },
    { latent: { posterior: { kind: "fullCovariance" } } },
    { objective: { kl: "analytic", freeBits: { nats: 0.5, per: "total" } } },
    ['objective.freeBits.per was "imageDimension"; with latent.posterior.kind "fullCovariance" that is not possible, so "total" is used'],
  ],
  [
    { objective: { kind: "elbo", estimator: "stl" } },
    PLANAR,
    { objective: { kl: "monteCarlo", estimator: "pathwise" } },
    ['objective.estimator was "stl"; with latent.posterior.kind "planar" that is not possible, so "pathwise" is used'],
  ],
  [
    { objective: { kind: "iwae", estimator: "dreg" } },
    { latent: { posterior: { kind: "mixture" } } },
    { objective: { kind: "iwae", samples: 5, estimator: "pathwise" } },
    ['objective.estimator was "dreg"; with latent.posterior.kind "mixture"'],
  ],
  [
    { data: { binarization: "static" } },
    GAUSSIAN,
    { data: { binarization: "none" } },
    ['data.binarization was "static"; with likelihood.kind "gaussian" that is not possible, so "none" is used'],
  ],
  [
    GAUSSIAN,
    { data: { binarization: "dynamic" } },
    { likelihood: { kind: "bernoulli" } },
    ['likelihood.kind was "gaussian"; with data.binarization "dynamic" that is not possible, so "bernoulli" is used'],
  ],
  [
    { network: { encoder: [64] } },
    { network: { kind: "conv" } },
    { network: { kind: "conv", encoder: [32, 64], decoder: [64, 32] } },
    [
      'network.encoder was [64]; with network.kind "conv" its default is [32,64], which is used',
      'network.decoder was [128,256]; with network.kind "conv" its default is [64,32], which is used',
    ],
  ],
  [
    { network: { kind: "conv", decoder: [8] } },
    { network: { kind: "mlp", encoder: [100] } },
    { network: { kind: "mlp", encoder: [100], decoder: [128, 256] } },
    ['network.decoder was [8]; with network.kind "mlp" its default is [128,256], which is used'],
  ],
];

describe("a choice that makes another illegal", () => {
  it.each(YIELDS)("in %j with %j changes it and says so", (present, patch, expected, beginnings) => {
    const { experiment, notices } = resolveExperiment(merged(present), patch);
    expect(experiment).toMatchObject(patch);
    expect(experiment).toMatchObject(expected);
    expect(notices.map((notice, i) => notice.slice(0, beginnings[i]?.length))).toEqual(beginnings);
  });

  it("leaves nothing of free bits that have to go, but what was named", () => {
    const asked = { latent: { posterior: { kind: "planar" } }, objective: { freeBits: { nats: 2 } } };
    const plain = repairExperiment(asked);
    expect(plain.experiment.objective).toMatchObject({ kl: "monteCarlo", freeBits: { nats: 0, per: "dimension" } });
    expect(plain.notices).toEqual([expect.stringMatching(/^objective\.freeBits\.nats was 2; with .* so 0 is used/)]);
    const named = repairExperiment({ ...asked, objective: { freeBits: { nats: 2, per: "total" } } });
    expect(named.experiment.objective).toMatchObject({ freeBits: { nats: 0, per: "total" } });
  });

  it("says nothing where nothing named was changed, and leaves legal choices alone", () => {
    expect(repairExperiment(PLANAR).notices).toEqual([]);
    const back = resolveExperiment(merged(PLANAR), { latent: { posterior: { kind: "meanField" } } });
    expect(back).toMatchObject({ experiment: { objective: { kl: "monteCarlo" } }, notices: [] });
    expect(resolveExperiment(merged(GAUSSIAN), { likelihood: { kind: "bernoulli" } })).toMatchObject({
      experiment: { data: { binarization: "none" } },
      notices: [],
    });
  });
});

describe("a patch that would have the structure overruled", () => {
  it.each([
    [PLANAR, { objective: { kind: "elbo", kl: "analytic" } }, "The analytic KL needs the standard normal prior"],
    [PLANAR, { objective: { kind: "elbo", estimator: "score" } }, "A score function estimator needs"],
    [PLANAR, { objective: { kind: "elbo", freeBits: { nats: 1 } } }, "Free bits above 0 need the analytic KL"],
    [{ latent: { posterior: { kind: "mixture" } } }, { objective: { kind: "iwae", estimator: "dreg" } }, "(dreg) needs a posterior"],
    [{ network: { kind: "conv" } }, { network: { encoder: [256, 128] } }, "A convolutional encoder has 1 to 4 layers"],
    [{}, { ...PLANAR, objective: { kind: "elbo", kl: "analytic" } }, 'objective.kl was "analytic" and latent.prior.kind'],
    [{}, { ...GAUSSIAN, data: { binarization: "static" } }, 'data.binarization was "static" and likelihood.kind "gaussian". The'],
  ] as [DeepPartial<Experiment>, DeepPartial<Experiment>, string][])("%j with %j is refused", (before, patch, says) => {
    const present = merged(before);
    const copy = structuredClone(present);
    expect(() => resolveExperiment(present, patch)).toThrow(says);
    expect(present).toEqual(copy);
  });
});
