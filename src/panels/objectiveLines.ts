import type { ElboSpec, Experiment, FreeBitsPer } from "../experiment/experiment";
import { familyFacts } from "../experiment/posteriors";
import type { FormulaName } from "./formulas/generated";

/** What is maximised, as lines of a formula. */

const FLOORED = {
  dimension: "objectiveFreeBitsDimension",
  imageDimension: "objectiveFreeBitsImageDimension",
  total: "objectiveFreeBitsTotal",
} as const satisfies Record<FreeBitsPer, FormulaName>;

type Asked = Pick<Experiment, "objective" | "latent">;

/** The lines of the formula for an objective, the model's prior and its posterior. */
export function objectiveLines({ objective, latent }: Asked): readonly FormulaName[] {
  const isStratified = familyFacts(latent.posterior).stratified;
  const isHierarchical = latent.prior.kind === "hierarchical";
  switch (objective.kind) {
    case "elbo":
      return objective.kl === "analytic" ? closedLines(objective) : drawnLines(drawing(objective.samples, isStratified), isHierarchical);
    case "iwae":
      return [`objectiveIwae${isHierarchical ? "Upper" : ""}${isStratified ? "Strata" : ""}`];
    default:
      throw new Error(`unknown objective ${objective satisfies never}`);
  }
}

function closedLines({ samples, freeBits }: ElboSpec): FormulaName[] {
  return [
    samples === 1 ? "objectiveReconstruction" : "objectiveReconstructionSamples",
    freeBits.nats === 0 ? "objectiveKlBeta" : FLOORED[freeBits.per],
  ];
}

/** Over what the mean is taken: q as a whole, its samples, or the samples of each of its strata. */
function drawing(samples: number, isStratified: boolean): "" | "Samples" | "Strata" {
  if (samples === 1) return "";
  return isStratified ? "Strata" : "Samples";
}

function drawnLines(over: "" | "Samples" | "Strata", isHierarchical: boolean): FormulaName[] {
  if (!isHierarchical) return [`objectiveDrawn${over}`, `objectiveRatio${over}`];
  return [`objectiveDrawn${over}`, `objectiveUpperPrior${over}`, `objectiveUpperPosterior${over}`];
}
