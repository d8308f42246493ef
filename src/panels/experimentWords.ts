import { formatWeight } from "../charts/numberFormat";
import type { Experiment, ObjectiveSpec } from "../experiment/experiment";
import { freeBitsOf } from "../experiment/objectives";
import { POSTERIOR_FAMILIES } from "./posteriorFamilies";
import { presetInForce } from "./presetInForce";

/** What is optimised, where it is not the plain ELBO: "β = 4", "IWAE with K = 5". */
function objectiveWords(objective: ObjectiveSpec): string[] {
  if (objective.kind === "iwae") return [`IWAE with K = ${objective.samples}`];
  const { beta } = objective;
  const { nats } = freeBitsOf(objective);
  const constant = beta.kind === "constant";
  return [
    ...(constant && beta.value !== 1 ? [`β = ${formatWeight(beta.value)}`] : []),
    ...(constant ? [] : [`β from ${formatWeight(beta.from)} to ${formatWeight(beta.to)}`]),
    ...(nats > 0 ? [`${formatWeight(nats)} free nats`] : []),
  ];
}

/** The experiment in a few words: its preset's title, or what is most told of one. */
export function experimentWords(experiment: Experiment): string {
  const preset = presetInForce(experiment);
  if (preset !== null) return preset.title;
  const { latent, objective } = experiment;
  const dimensions = latent.dim === 1 ? "One dimension" : `${latent.dim} dimensions`;
  const family = latent.posterior.kind === "meanField" ? [] : [POSTERIOR_FAMILIES[latent.posterior.kind].title];
  return [dimensions, ...objectiveWords(objective), ...family].join(", ");
}
