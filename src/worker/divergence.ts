import { DEFAULT_EXPERIMENT, type Experiment } from "../experiment/experiment";
import { betaSchedule } from "../experiment/objectives";
import { scheduleValue } from "../experiment/schedules";

/**
 * Beyond these a setting is the likely cause: thirty times the default learning rate; a β that drowns the reconstruction's gradient; a β₂ below
 * which a step divides by the last gradients alone, however small they happen to be.
 */
const LIMITS = { learningRate: 30 * DEFAULT_EXPERIMENT.optimizer.learningRate, beta: 1000, forgetting: 0.9 } as const;

function likelySetting({ optimizer, objective, likelihood }: Experiment, betaSteps: number): string {
  const { learningRate, clipNorm } = optimizer;
  const beta = scheduleValue(betaSchedule(objective), betaSteps);
  if (learningRate >= LIMITS.learningRate) {
    return `The learning rate of ${learningRate} is the likely cause: ${DEFAULT_EXPERIMENT.optimizer.learningRate} is usual`;
  }
  if (beta >= LIMITS.beta) return `β = ${beta} is the likely cause: 1 is the ELBO`;
  if (optimizer.beta2 < LIMITS.forgetting) {
    return `Adam's β₂ of ${optimizer.beta2} is the likely cause: it forgets how large gradients were, and ${DEFAULT_EXPERIMENT.optimizer.beta2} is usual`;
  }
  if (likelihood.kind === "gaussian") return "The Gaussian likelihood is the likely cause: a small σ makes steep gradients";
  if (clipNorm === null) return `The likely cause is the learning rate of ${learningRate} with gradients that are not clipped`;
  return `The likely cause is the learning rate of ${learningRate}`;
}

/** What has happened, where the run is now, and what to do: training on as it is would meet the same. */
export function divergenceNotice(experiment: Experiment, loss: number, from: number, to: number, betaSteps: number): string {
  const where = to === from ? "" : ` The run is back at step ${to}, its last good state, and paused: going on would meet the same.`;
  return `The loss became ${Number.isNaN(loss) ? "NaN" : "infinite"} at step ${from}; the point is not drawn.${where} ${likelySetting(experiment, betaSteps)}. Change it, then train on.`;
}
