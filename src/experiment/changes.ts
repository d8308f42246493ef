import type { ElboSpec, Experiment, KlKind, ObjectiveSpec } from "./experiment";
import { writeSchedule } from "./linkSchedule";

/** What a live change did, in words for the mark on the curves' axis. */

const OBJECTIVES: Record<ObjectiveSpec["kind"], string> = { elbo: "ELBO", iwae: "IWAE" };
const KLS: Record<KlKind, string> = { analytic: "analytic", monteCarlo: "Monte Carlo" };

/** What only the ELBO has; null for another objective. */
const ofElbo =
  (read: (objective: ElboSpec) => string) =>
  ({ objective }: Experiment): string | null =>
    objective.kind === "elbo" ? read(objective) : null;

const LABELS: readonly [label: string, read: (experiment: Experiment) => string | null][] = [
  ["objective", ({ objective }) => OBJECTIVES[objective.kind]],
  ["β", ofElbo(({ beta }) => writeSchedule(beta))],
  ["K", ({ objective }) => String(objective.samples)],
  ["KL", ofElbo(({ kl }) => KLS[kl])],
  ["gradient", ({ objective }) => objective.estimator],
  ["free bits", ofElbo(({ freeBits }) => String(freeBits.nats))],
  ["free bits per", ofElbo(({ freeBits }) => freeBits.per)],
  ["learning rate", ({ optimizer }) => String(optimizer.learningRate)],
  ["β₁", ({ optimizer }) => String(optimizer.beta1)],
  ["β₂", ({ optimizer }) => String(optimizer.beta2)],
  ["ε", ({ optimizer }) => String(optimizer.epsilon)],
  ["clip norm", ({ optimizer }) => String(optimizer.clipNorm ?? "none")],
  ["stop after epochs", ({ stopAfterEpochs }) => String(stopAfterEpochs ?? "none")],
];

/** "β 1 → 4", one text for each setting that takes effect within a run, that both have, and that differs. */
export function describeChanges(before: Experiment, after: Experiment): string[] {
  return LABELS.flatMap(([label, read]) => {
    const [was, is] = [read(before), read(after)];
    return was === null || is === null || was === is ? [] : [`${label} ${was} → ${is}`];
  });
}
