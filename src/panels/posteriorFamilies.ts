import type { PosteriorKind } from "../experiment/posteriors";
import type { WorkName } from "./explanations/explanation";

/** A family's entry in the form. */
export interface FamilyEntry {
  title: string;
  /** What it is for, in a sentence or two. */
  sentence: string;
  work: WorkName;
}

/** How each family of q(z|x) is offered; its parameters come from its facts. */
export const POSTERIOR_FAMILIES: Record<PosteriorKind, FamilyEntry> = {
  meanField: {
    title: "mean field",
    sentence: "A Gaussian with independent dimensions: quick, with a closed KL, and blind to correlation. The one to compare with.",
    work: "cremer",
  },
  fullCovariance: {
    title: "full covariance",
    sentence: "A Gaussian whose dimensions may correlate, z = μ + L ε with triangular L: its ellipses can tilt, and the KL stays closed.",
    work: "kingmaWellingIntroduction",
  },
  planar: {
    title: "planar flow",
    sentence:
      "Each layer pushes the noise apart or together across one plane, chosen by the encoder; μ and σ then place it. A simple way to bend a Gaussian; many layers help.",
    work: "rezendeMohamed",
  },
  iaf: {
    title: "autoregressive flow",
    sentence:
      "Inverse autoregressive: each layer shifts and scales every dimension of the noise by a network of those before it: quick to draw from, flexible in many dimensions.",
    work: "kingmaFlows",
  },
  coupling: {
    title: "coupling flow",
    sentence:
      "Affine coupling: each layer moves half of the noise by a network of the other half; it inverts in one pass, so the density is known at any z and DReG works.",
    work: "dinh",
  },
  mixture: {
    title: "mixture",
    sentence:
      "Several mean-field Gaussians with weights of their own, for a posterior with separate peaks. Every one of them is drawn from each time.",
    work: "morningstar",
  },
};

/** What a family's whole-number parameters are called. */
const PARAMETER_TITLES: Readonly<Record<string, string>> = { hidden: "Hidden units" };

/** "layers" → "Layers". */
export function parameterTitle(name: string): string {
  return PARAMETER_TITLES[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}
