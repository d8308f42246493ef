import type { CurveFigureName } from "../charts/curveFigures";
import { formatWeight } from "../charts/numberFormat";
import type { Level } from "../charts/PlotMarks";
import type { Experiment } from "../experiment/experiment";
import { freeBitsOf } from "../experiment/objectives";
import { comparable } from "../experiment/restart";
import type { Term } from "./terms";

export const FIGURE_TITLES: Record<CurveFigureName, string> = { reconstruction: "Reconstruction", kl: "KL", elbo: "ELBO" };

export const FIGURE_TERMS: Record<CurveFigureName, Term> = { reconstruction: "reconstruction", kl: "kl", elbo: "elbo" };

/** Population variance of E[z_d|x] above which a unit counts as active. */
export const ACTIVE_THRESHOLD = 0.01;

/** As plain text; the page sets its q as a subscript. */
export const EXPECTED_LOG_LIKELIHOOD = "E[log p(x|z)] under q";

const CAPTIONS: Record<CurveFigureName, string> = {
  reconstruction: EXPECTED_LOG_LIKELIHOOD,
  kl: "KL(q(z|x) ‖ p(z))",
  elbo: "reconstruction − KL ≤ log p(x)",
};

/** With grey pixels the Bernoulli "likelihood" of a pixel is a cross-entropy, and the bound is on no image's likelihood. */
const GREY_CAPTIONS: Record<CurveFigureName, string> = {
  ...CAPTIONS,
  reconstruction: "−cross-entropy, grey",
  elbo: "−cross-entropy − KL, grey pixels",
};

/** What the figure's quantity is, in a line. */
export function figureCaption(name: CurveFigureName, experiment: Experiment): string {
  return (experiment.data.binarization === "none" ? GREY_CAPTIONS : CAPTIONS)[name];
}

/** What will appear in the figure once the model trains. */
export const EXPECTATIONS: Record<CurveFigureName, string> = {
  reconstruction: "log-likelihood of the pixels: rises",
  kl: "nats that z carries, by dimension",
  elbo: "lower bound on log p(x): rises",
};

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

/** Why the run before may not stand in the same charts, as a sentence; null when it may. */
export function whyNotComparable(previous: Experiment, present: Experiment): string | null {
  if (comparable(previous, present)) return null;
  const differs = (part: (experiment: Experiment) => unknown) => JSON.stringify(part(previous)) !== JSON.stringify(part(present));
  const reasons = [
    ...(differs(({ data }) => [data.name, data.digits]) ? ["other digits"] : []),
    ...(differs(({ data }) => data.binarization) ? ["other pixels (binarization)"] : []),
    ...(differs(({ likelihood }) => likelihood) ? ["another likelihood"] : []),
  ];
  return `The previous run is not drawn: it had ${reasons.join(" and ")}, so its nats do not compare.`;
}
