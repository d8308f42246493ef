import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { betaSchedule, freeBitsOf } from "../../src/experiment/objectives";
import { scheduleValue } from "../../src/experiment/schedules";
import type { HistoryPoint, RunRecord, SettingChange } from "../../src/worker/protocol";

const STEPS_PER_EPOCH = 468;

/** Deterministic noise in (−1, 1), the same on every machine. */
function noise(step: number, word: number): number {
  const x = Math.sin(step * 12.9898 + word * 78.233) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}

/** Test ELBO of a native run of the default experiment, by step. */
const ELBO = [
  [1, -535],
  [10, -330],
  [25, -232],
  [50, -206],
  [100, -199],
  [200, -184],
  [468, -170.9],
  [936, -164.5],
  [1404, -160.7],
  [2340, -156.2],
  [4680, -150.9],
  [14040, -146.4],
  [10_000_000, -142],
];

/** A value between the rows of a table of [step, value], linear in the logarithm of the step. */
function interpolate(table: number[][], step: number): number {
  const right = Math.max(
    1,
    table.findIndex(([at]) => at >= step),
  );
  const [from, to] = [table[right - 1], table[right]];
  const share = (Math.log(step) - Math.log(from[0])) / (Math.log(to[0]) - Math.log(from[0]));
  return from[1] + (to[1] - from[1]) * Math.min(1, Math.max(0, share));
}

const KL = [
  [1, 0.4],
  [6, 21],
  [25, 7.5],
  [50, 4.7],
  [200, 4.4],
  [468, 4.9],
  [4680, 6],
  [10_000_000, 7],
];

/** How the total KL is shared out: a few dimensions carry most of it, the last ones nothing. */
function shares(dimensions: number, active: number): number[] {
  const raw = Array.from({ length: dimensions }, (_, d) => (d < active ? 1 / (1 + 0.25 * ((d * 7) % active)) : 0.0005));
  const total = raw.reduce((sum, share) => sum + share, 0);
  return raw.map((share) => share / total);
}

export interface RunShape {
  experiment: Experiment;
  lastStep: number;
  /** Steps between train reports after the first hundred. */
  reportEvery: number;
  klScale?: number;
  elboShift?: number;
  active?: number;
  /** What a point tells of its KL beside the total; by dimension when left out. */
  klParts?: (point: HistoryPoint) => Pick<HistoryPoint, "klPerDimension" | "klPerLayer">;
  /** K of L_K at a step; null where it is not the objective. */
  samplesAt?: (step: number) => number | null;
}

function point(shape: RunShape, step: number, split: HistoryPoint["split"]): HistoryPoint {
  const { experiment, klScale = 1, elboShift = 0, active = experiment.latent.dim } = shape;
  const wobble = split === "train" ? 1 : 0.15;
  const beta = scheduleValue(betaSchedule(experiment.objective), step - 1);
  const annealed = klScale / (0.4 + 0.6 * Math.max(0.05, beta));
  const share = shares(experiment.latent.dim, active);
  const klPerDimension = share.map((part, d) => part * interpolate(KL, step) * annealed * (1 + 0.03 * wobble * noise(step, d + 3)));
  const kl = klPerDimension.reduce((sum, value) => sum + value, 0);
  const elbo = interpolate(ELBO, step) + elboShift + wobble * 2.4 * noise(step, 1) - (split === "train" ? 0.4 : 0);
  const { nats } = freeBitsOf(experiment.objective);
  const floored = klPerDimension.reduce((sum, value) => sum + Math.max(nats, value), 0);
  const common = {
    step,
    epoch: step / STEPS_PER_EPOCH,
    split,
    reconstruction: elbo + kl,
    kl,
    elbo,
    loss: -(elbo + kl) + beta * floored,
    beta,
    klPerDimension,
  };
  const { klPerDimension: _, ...bare } = common;
  const parted: HistoryPoint = shape.klParts ? { ...bare, ...shape.klParts(common) } : common;
  const measured = { ...parted, ...boundAt(shape, parted) };
  return split === "train" ? measured : { ...measured, count: 1000, elboStandardError: 1.55, activeUnits: active };
}

/** L_K above the ELBO by what grows with ln K, and the loss that it is. */
function boundAt({ samplesAt }: RunShape, { step, split, elbo }: HistoryPoint): Pick<HistoryPoint, "iwae" | "samples"> {
  const samples = samplesAt?.(step) ?? null;
  if (samples === null) return {};
  const iwae = elbo + 1.4 * Math.log(samples) + (split === "train" ? 0.5 : 0.05) * noise(step, 2);
  return { iwae, samples, ...{ loss: -iwae } };
}

/** A history like the trainer's: reports close together at first, evaluations fixed in advance. */
export function historyOf(shape: RunShape): HistoryPoint[] {
  const history: HistoryPoint[] = [];
  let evaluation = 1;
  for (let step = 1; step <= shape.lastStep; step += step < 20 ? 1 : step < 100 ? 5 : shape.reportEvery) {
    history.push(point(shape, step, "train"));
    if (step >= evaluation) {
      history.push(point(shape, step, "test"));
      evaluation = Math.max(step + 1, Math.min(step * 1.35, step + 234));
    }
  }
  if (history[history.length - 1].split === "train") history.push(point(shape, shape.lastStep, "test"));
  return history;
}

export function runOf(shape: RunShape, runId: string, changes: SettingChange[] = []): RunRecord {
  return { runId, experiment: shape.experiment, step: shape.lastStep, history: historyOf(shape), changes };
}

const { objective, latent } = DEFAULT_EXPERIMENT;

/** The default experiment, two dimensions. */
export const DEFAULT_SHAPE: RunShape = { experiment: DEFAULT_EXPERIMENT, lastStep: 4680, reportEvery: 10 };

/** Twenty dimensions, β annealed from 0, free bits. */
export const TWENTY_SHAPE: RunShape = {
  experiment: {
    ...DEFAULT_EXPERIMENT,
    latent: { ...latent, dim: 20 },
    objective: { ...objective, beta: { kind: "linear", from: 0, to: 1, steps: 2000 }, freeBits: { nats: 0.5, per: "dimension" } },
  },
  lastStep: 9360,
  reportEvery: 20,
  klScale: 3.6,
  elboShift: 38,
  active: 12,
};

/** Sixty-four dimensions. */
export const SIXTY_FOUR_SHAPE: RunShape = {
  ...TWENTY_SHAPE,
  experiment: { ...TWENTY_SHAPE.experiment, latent: { ...latent, dim: 64 } },
  klScale: 4,
  active: 30,
};

/** Posterior collapse under a large β. */
export const COLLAPSED_SHAPE: RunShape = {
  experiment: {
    ...DEFAULT_EXPERIMENT,
    latent: { ...latent, dim: 10 },
    objective: { ...objective, beta: { kind: "constant", value: 30 } },
  },
  lastStep: 1872,
  reportEvery: 10,
  klScale: 0.06,
  elboShift: -36,
  active: 0,
};

/** Grey pixels, not comparable with the others. */
export const GREY_SHAPE: RunShape = {
  experiment: { ...DEFAULT_EXPERIMENT, data: { ...DEFAULT_EXPERIMENT.data, binarization: "none" } },
  lastStep: 936,
  reportEvery: 10,
  elboShift: 35,
};

const IWAE: Experiment["objective"] = { kind: "iwae", samples: 5, estimator: "pathwise" };

/** IWAE's bound of five samples from the start. */
export const BOUND_SHAPE: RunShape = {
  ...DEFAULT_SHAPE,
  experiment: { ...DEFAULT_EXPERIMENT, objective: IWAE },
  samplesAt: () => 5,
};

/** The ELBO, then L₅ for a while, then the ELBO, then L₅₀. */
export const SWITCHED_SHAPE: RunShape = {
  ...BOUND_SHAPE,
  experiment: { ...DEFAULT_EXPERIMENT, objective: { ...IWAE, samples: 50 } },
  samplesAt: (step) => (step > 3000 ? 50 : step > 300 && step <= 1200 ? 5 : null),
};

/** Two layers: the upper one carries a third. */
export const LAYERS_SHAPE: RunShape = {
  ...DEFAULT_SHAPE,
  experiment: { ...DEFAULT_EXPERIMENT, latent: { ...latent, dim: 10, prior: { kind: "hierarchical", upper: 2 } } },
  klScale: 2.5,
  klParts: ({ kl }) => ({ klPerLayer: [(2 * kl) / 3, kl / 3] }),
};

/** Full covariance: the marginals, and what they share. */
export const SHARED_SHAPE: RunShape = {
  ...DEFAULT_SHAPE,
  experiment: { ...DEFAULT_EXPERIMENT, latent: { ...latent, dim: 5, posterior: { kind: "fullCovariance" } } },
  klScale: 1.8,
  klParts: ({ klPerDimension = [], kl }) => ({ klPerDimension: [...klPerDimension.map((part) => 0.85 * part), 0.15 * kl] }),
};

/** A flow: nothing but the total. */
export const TOTAL_SHAPE: RunShape = {
  ...DEFAULT_SHAPE,
  experiment: {
    ...DEFAULT_EXPERIMENT,
    latent: { ...latent, posterior: { kind: "planar", layers: 8 } },
    objective: { ...objective, kl: "monteCarlo" },
  },
  klParts: () => ({}),
};

/** Analytic at first, then Monte Carlo by the objective; held-out points keep the closed form. */
export const MONTE_CARLO_SHAPE: RunShape = {
  ...DEFAULT_SHAPE,
  experiment: { ...DEFAULT_EXPERIMENT, objective: { ...objective, kl: "monteCarlo" } },
  klParts: ({ step, split, klPerDimension }) => (split === "test" || step <= 800 ? { klPerDimension } : {}),
};

/** A continuous Bernoulli: densities above 0. */
export const DENSITY_SHAPE: RunShape = {
  experiment: { ...GREY_SHAPE.experiment, likelihood: { kind: "continuousBernoulli" } },
  lastStep: 1872,
  reportEvery: 10,
  elboShift: 1290,
};
