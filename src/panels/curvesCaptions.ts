import type { CurveFigureName } from "../charts/curveFigures";
import { boundName, formatWeight } from "../charts/numberFormat";
import type { Level } from "../charts/PlotMarks";
import type { Experiment } from "../experiment/experiment";
import { freeBitsOf } from "../experiment/objectives";
import { familyFacts } from "../experiment/posteriors";
import { comparable } from "../experiment/restart";
import type { Term } from "./terms";

export const FIGURE_TITLES: Record<CurveFigureName, string> = { reconstruction: "Reconstruction", kl: "KL", elbo: "ELBO" };

export const FIGURE_TERMS: Record<CurveFigureName, Term> = { reconstruction: "reconstruction", kl: "kl", elbo: "elbo" };

/** Population variance of E[z_d|x] above which a unit counts as active. */
export const ACTIVE_THRESHOLD = 0.01;

/** As plain text; the page sets its q as a subscript. */
export const EXPECTED_LOG_LIKELIHOOD = "E[log p(x|z)] under q";

/** Whether the KL has a closed form. */
function hasClosedKl({ latent }: Experiment): boolean {
  return latent.prior.kind === "standardNormal" && familyFacts(latent.posterior).closedKl !== "none";
}

/** Whether a run's KL comes in parts: by dimension in closed form, or by the layers of its prior. */
export function hasKlByPart(experiment: Experiment): boolean {
  return hasClosedKl(experiment) || experiment.latent.prior.kind === "hierarchical";
}

/** Why there are no bars, as a sentence. */
export const NO_KL_PARTS = "KL by dimension exists where it has a closed form, and a flow's or a mixture's KL has none.";

/** How the KL is had, said first because a narrow caption is cut: a held-out point in closed form wherever there is one, a step as the objective has it. */
function klKindText(experiment: Experiment): string {
  const { objective } = experiment;
  if (!hasClosedKl(experiment)) return "Monte Carlo";
  return objective.kind === "elbo" && objective.kl === "monteCarlo" ? "test analytic, train Monte Carlo" : "analytic";
}

function klCaption(experiment: Experiment): string {
  const divergence = experiment.latent.prior.kind === "hierarchical" ? "KL(q(z,u|x) ‖ p(z,u))" : "KL(q(z|x) ‖ p(z))";
  return `${klKindText(experiment)}: ${divergence}`;
}

/** What quadrature gives: of grey pixels no image's likelihood, but log Z(x), a bound on the mean over binarizations of log p(b). */
export function evidenceName(experiment: Experiment): "log p(x)" | "log Z(x)" {
  return isGrey(experiment) ? "log Z(x)" : "log p(x)";
}

/** With grey pixels the Bernoulli "likelihood" of a pixel is a cross-entropy, and the bound is on no image's likelihood. */
const isGrey = ({ data, likelihood }: Experiment): boolean => likelihood.kind === "bernoulli" && data.binarization === "none";

function elboCaption(experiment: Experiment): string {
  const { objective } = experiment;
  const bound = objective.kind === "iwae" ? ` ≤ ${boundName(objective.samples)}` : "";
  return isGrey(experiment) ? `−cross-entropy − KL${bound}, grey pixels` : `reconstruction − KL${bound} ≤ log p(x)`;
}

/** What the figure's quantity is, in a line. */
export function figureCaption(name: CurveFigureName, experiment: Experiment): string {
  switch (name) {
    case "reconstruction":
      return isGrey(experiment) ? "−cross-entropy, grey" : EXPECTED_LOG_LIKELIHOOD;
    case "kl":
      return klCaption(experiment);
    case "elbo":
      return elboCaption(experiment);
    default:
      throw new Error(`unknown figure ${name satisfies never}`);
  }
}

/** The caption in parts, of which a narrow header leaves out the last: of a chain of bounds all, as its L_K stands beside the value. */
export function captionParts(caption: string): string[] {
  const chain = caption.indexOf(" ≤ ");
  return chain < 0 ? caption.split(/(?=: |, )/) : [caption.slice(0, chain), caption.slice(chain)];
}

/** What must be known of the nats of p(x|z) before they are compared, as a clause; null for bits, where they are a log-likelihood's. */
export function natsNote(experiment: Experiment): string | null {
  if (isGrey(experiment)) return "bounds on the mean of log p(b) over b ~ Bernoulli(x), not on the likelihood of any one image";
  return experiment.likelihood.kind === "bernoulli" ? null : "nats of density, not comparable with Bernoulli nats; may exceed 0";
}

/** The note of a density's run as a sentence above its curves; a grey run's captions say it. */
export function densityNote(experiment: Experiment): string | null {
  const note = isGrey(experiment) ? null : natsNote(experiment);
  return note === null ? null : `${note[0].toUpperCase()}${note.slice(1)}.`;
}

/** The figure's unit, with what must be known of it. */
export function unitsText(name: CurveFigureName, experiment: Experiment): string {
  const note = name === "kl" ? null : natsNote(experiment);
  return note === null ? "nats per image" : `nats per image (${note})`;
}

/** What will appear in the figure once the model trains. */
export function expectationOf(name: CurveFigureName, experiment: Experiment): string {
  switch (name) {
    case "reconstruction":
      return isGrey(experiment) ? "−cross-entropy of the pixels: rises" : "log-likelihood of the pixels: rises";
    case "kl":
      if (hasClosedKl(experiment)) return "nats that z carries, by dimension";
      return hasKlByPart(experiment) ? "nats that z and u carry, by layer" : "nats that z carries";
    case "elbo":
      return isGrey(experiment) ? "−cross-entropy − KL: rises" : "lower bound on log p(x): rises";
    default:
      throw new Error(`unknown figure ${name satisfies never}`);
  }
}

/** The level of the total KL below which free bits take nothing away from the loss; undefined without free bits. */
export function totalFloor({ objective, latent }: Experiment): Level | undefined {
  const { nats, per } = freeBitsOf(objective);
  if (nats === 0) return undefined;
  const total = `λ·${latent.dim} = ${formatWeight(nats * latent.dim)}`;
  const labels = {
    dimension: `floor ${total}, λ for each dimension`,
    imageDimension: `floor ${total}, λ for each image and dimension`,
    total: `floor ${total} on the total`,
  };
  return { value: nats * latent.dim, label: labels[per], color: "var(--ink-2)" };
}

/** λ where single dimensions are compared with it. */
export function dimensionFloor({ objective }: Experiment): number | null {
  const freeBits = freeBitsOf(objective);
  return freeBits.nats > 0 && freeBits.per !== "total" ? freeBits.nats : null;
}

/** Why another run may not stand in the same charts, as a sentence; null when it may. `name`: "previous", or what it is called. */
export function whyNotComparable(other: Experiment, present: Experiment, name = "previous"): string | null {
  if (comparable(other, present)) return null;
  const differs = (part: (experiment: Experiment) => unknown) => JSON.stringify(part(other)) !== JSON.stringify(part(present));
  const reasons = [
    ...(differs(({ data }) => [data.name, data.digits]) ? ["other digits"] : []),
    ...(differs(({ data }) => data.binarization) ? ["other pixels (binarization)"] : []),
    ...(differs(({ likelihood }) => likelihood) ? ["another likelihood"] : []),
  ];
  const run = name === "previous" ? "The previous run" : `“${name}”`;
  return `${run} is not drawn: it had ${reasons.join(" and ")}, so its nats do not compare.`;
}
