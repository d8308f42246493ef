import type { Experiment } from "./experiment";
import { writeSchedule } from "./linkSchedule";

/** What a live change did, in words for the mark on the curves' axis. */

const LABELS: readonly [label: string, read: (experiment: Experiment) => string][] = [
  ["β", ({ objective }) => writeSchedule(objective.beta)],
  ["K", ({ objective }) => String(objective.samples)],
  ["free bits", ({ objective }) => String(objective.freeBits.nats)],
  ["free bits per", ({ objective }) => objective.freeBits.per],
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
