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

interface RunShape {
  experiment: Experiment;
  lastStep: number;
  /** Steps between train reports after the first hundred. */
  reportEvery: number;
  klScale?: number;
  elboShift?: number;
  active?: number;
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
  return split === "train" ? common : { ...common, count: 1000, elboStandardError: 1.55, activeUnits: active };
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
