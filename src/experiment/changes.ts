import type { Experiment } from "./experiment";
import { writeSchedule } from "./linkSchedule";
import { betaSchedule, freeBitsOf } from "./objectives";

/** What a live change did, in words for the mark on the curves' axis. */

const LABELS: readonly [label: string, read: (experiment: Experiment) => string][] = [
  ["β", ({ objective }) => writeSchedule(betaSchedule(objective))],
  ["K", ({ objective }) => String(objective.samples)],
  ["free bits", ({ objective }) => String(freeBitsOf(objective).nats)],
  ["free bits per", ({ objective }) => freeBitsOf(objective).per],
  ["learning rate", ({ optimizer }) => String(optimizer.learningRate)],
  ["β₁", ({ optimizer }) => String(optimizer.beta1)],
  ["β₂", ({ optimizer }) => String(optimizer.beta2)],
  ["ε", ({ optimizer }) => String(optimizer.epsilon)],
  ["clip norm", ({ optimizer }) => String(optimizer.clipNorm ?? "none")],
  ["stop after epochs", ({ stopAfterEpochs }) => String(stopAfterEpochs ?? "none")],
];

/** "β 1 → 4", one text for each setting that takes effect within a run and differs. */
export function describeChanges(before: Experiment, after: Experiment): string[] {
  return LABELS.flatMap(([label, read]) => (read(before) === read(after) ? [] : [`${label} ${read(before)} → ${read(after)}`]));
}
