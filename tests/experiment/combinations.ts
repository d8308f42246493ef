import type { DeepPartial, Experiment } from "../../src/experiment/experiment";

/** The table of what may be combined, row by row: patches over the default experiment, in words that every door understands. */

export interface Row {
  rule: string;
  /** Part of the sentence that every door says. */
  says: string;
  refused: DeepPartial<Experiment>[];
  /** Legal as they are written, one step beside a refused one. */
  legal: DeepPartial<Experiment>[];
}

const planar = { kind: "planar", layers: 8 } as const;
const iaf = { kind: "iaf", layers: 2, hidden: 64 } as const;
const coupling = { kind: "coupling", layers: 4, hidden: 64 } as const;
const mixture = { kind: "mixture", components: 3 } as const;
const fullCovariance = { kind: "fullCovariance" } as const;
const meanField = { kind: "meanField" } as const;
const hierarchical = { kind: "hierarchical", upper: 2 } as const;
const ownDraws = [planar, iaf];
const anywhere = [meanField, fullCovariance, coupling, mixture];
const SCORES = ["score", "scoreLeaveOneOut", "scoreMovingAverage"] as const;

export const ROWS: readonly Row[] = [
  {
    rule: "analytic KL",
    says: "The analytic KL needs the standard normal prior",
    refused: [
      ...[planar, iaf, coupling, mixture].map(
        (posterior) => ({ latent: { posterior }, objective: { kind: "elbo", kl: "analytic" } }) as const,
      ),
      { latent: { prior: hierarchical }, objective: { kind: "elbo", kl: "analytic" } },
      { latent: { posterior: fullCovariance, prior: hierarchical }, objective: { kind: "elbo", kl: "analytic" } },
    ],
    legal: [
      ...[meanField, fullCovariance].map((posterior) => ({ latent: { posterior }, objective: { kind: "elbo", kl: "analytic" } }) as const),
      ...[...anywhere, ...ownDraws].map((posterior) => ({ latent: { posterior }, objective: { kind: "elbo", kl: "monteCarlo" } }) as const),
      { latent: { prior: hierarchical }, objective: { kind: "elbo", kl: "monteCarlo" } },
    ],
  },
  {
    rule: "free bits, KL",
    says: "Free bits above 0 need the analytic KL",
    refused: [
      { objective: { kind: "elbo", kl: "monteCarlo", freeBits: { nats: 0.5, per: "dimension" } } },
      { objective: { kind: "elbo", kl: "monteCarlo", freeBits: { nats: 0.5, per: "total" } } },
      { latent: { posterior: planar }, objective: { kind: "elbo", freeBits: { nats: 0.5, per: "total" } } },
      { objective: { kind: "elbo", estimator: "stl", freeBits: { nats: 0.5, per: "total" } } },
    ],
    legal: [
      { objective: { kind: "elbo", kl: "monteCarlo", freeBits: { nats: 0, per: "total" } } },
      { objective: { kind: "elbo", kl: "analytic", freeBits: { nats: 0.5, per: "total" } } },
    ],
  },
  {
    rule: "free bits per dimension",
    says: "Free bits per dimension need a posterior whose KL is a sum over the dimensions",
    refused: (["dimension", "imageDimension"] as const).map((per) => ({
      latent: { posterior: fullCovariance },
      objective: { kind: "elbo", freeBits: { nats: 0.5, per } },
    })),
    legal: [
      { latent: { posterior: fullCovariance }, objective: { kind: "elbo", freeBits: { nats: 0.5, per: "total" } } },
      ...(["dimension", "imageDimension", "total"] as const).map(
        (per) => ({ objective: { kind: "elbo", freeBits: { nats: 0.5, per } } }) as const,
      ),
    ],
  },
  {
    rule: "sticking the landing, KL",
    says: "Sticking the landing (stl) needs the Monte Carlo KL",
    refused: [{ objective: { kind: "elbo", kl: "analytic", estimator: "stl" } }],
    legal: [{ objective: { kind: "elbo", kl: "monteCarlo", estimator: "stl", samples: 8, beta: { kind: "constant", value: 4 } } }],
  },
  {
    rule: "sticking the landing, density",
    says: "Sticking the landing (stl) needs a posterior whose density can be evaluated at any z",
    refused: ownDraws.map((posterior) => ({ latent: { posterior }, objective: { kind: "elbo", kl: "monteCarlo", estimator: "stl" } })),
    legal: [
      ...anywhere.map((posterior) => ({ latent: { posterior }, objective: { kind: "elbo", kl: "monteCarlo", estimator: "stl" } }) as const),
      { latent: { prior: hierarchical }, objective: { kind: "elbo", kl: "monteCarlo", estimator: "stl" } },
    ],
  },
  {
    rule: "doubly reparameterized gradient",
    says: "The doubly reparameterized gradient (dreg) needs a posterior",
    refused: [planar, iaf, mixture].map((posterior) => ({ latent: { posterior }, objective: { kind: "iwae", estimator: "dreg" } })),
    legal: [
      ...[meanField, fullCovariance, coupling].map(
        (posterior) => ({ latent: { posterior }, objective: { kind: "iwae", estimator: "dreg" } }) as const,
      ),
      { latent: { prior: hierarchical }, objective: { kind: "iwae", estimator: "dreg" } },
      { latent: { posterior: planar }, objective: { kind: "iwae", estimator: "pathwise" } },
    ],
  },
  {
    rule: "sticking the landing is biased for iwae",
    says: "Sticking the landing (stl) is biased for iwae with K > 1",
    refused: [{ objective: { kind: "iwae", estimator: "stl" } as never }],
    legal: [{ objective: { kind: "iwae", estimator: "dreg", samples: 512 } }],
  },
  {
    rule: "no score function for iwae",
    says: "The score function is not offered for iwae",
    refused: SCORES.map((estimator) => ({ objective: { kind: "iwae", estimator } as never })),
    legal: [{ objective: { kind: "iwae", estimator: "pathwise" } }],
  },
  {
    rule: "dreg is not of the elbo",
    says: "The doubly reparameterized gradient (dreg) is a gradient of iwae",
    refused: [{ objective: { kind: "elbo", estimator: "dreg" } as never }],
    legal: [],
  },
  {
    rule: "score function",
    says: "A score function estimator needs a posterior whose density can be evaluated at a fixed z",
    refused: ownDraws.flatMap((posterior) =>
      SCORES.map((estimator) => ({ latent: { posterior }, objective: { kind: "elbo", kl: "monteCarlo", estimator, samples: 2 } }) as const),
    ),
    legal: anywhere.flatMap((posterior) =>
      SCORES.map((estimator) => ({ latent: { posterior }, objective: { kind: "elbo", kl: "monteCarlo", estimator, samples: 2 } }) as const),
    ),
  },
  {
    rule: "leave one out",
    says: "scoreLeaveOneOut needs at least 2 samples",
    refused: [{ objective: { kind: "elbo", estimator: "scoreLeaveOneOut", samples: 1 } }],
    legal: [
      { objective: { kind: "elbo", estimator: "scoreLeaveOneOut", samples: 2 } },
      { objective: { kind: "elbo", estimator: "score", samples: 1 } },
    ],
  },
  {
    rule: "grey levels",
    says: 'The continuousBernoulli and gaussian likelihoods need binarization "none"',
    refused: (["dynamic", "static"] as const).flatMap((binarization) => [
      { likelihood: { kind: "continuousBernoulli" }, data: { binarization } },
      { likelihood: { kind: "gaussian", sigma: 0.3 }, data: { binarization } },
    ]),
    legal: [
      { likelihood: { kind: "continuousBernoulli" }, data: { binarization: "none" } },
      { likelihood: { kind: "gaussian", sigma: "learned" }, data: { binarization: "none" } },
      { likelihood: { kind: "bernoulli" }, data: { binarization: "none" } },
    ],
  },
  {
    rule: "encoder of convolutions",
    says: "A convolutional encoder has 1 to 4 layers of at most 128 channels",
    refused: [[], [8, 8, 8, 8, 8], [129]].map((encoder) => ({ network: { kind: "conv", encoder } })),
    legal: [[128], [8, 8, 8, 8]].map((encoder) => ({ network: { kind: "conv", encoder } })),
  },
  {
    rule: "decoder of convolutions",
    says: "A convolutional decoder has 1 to 4 layers of at most 128 channels",
    refused: [[], [8, 8, 8, 8, 8], [129]].map((decoder) => ({ network: { kind: "conv", decoder } })),
    legal: [{ network: { kind: "conv", decoder: [128] } }, { network: { kind: "mlp", decoder: [] } }],
  },
];
