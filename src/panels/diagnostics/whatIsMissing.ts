import type { Experiment } from "../../experiment/experiment";
import { familyFacts } from "../../experiment/posteriors";
import { whyNoQuadrature } from "../../experiment/quadrature";
import type { DiagnosticName } from "../../worker/protocol";

/** What a diagnostic cannot say of the model in hand, as a sentence. */
interface Missing {
  /** Nothing of it is to be had. */
  everything: boolean;
  sentence: string;
}

const OWN_DRAWS = "the density of this family of q is known at its own draws only";

/** What is known beforehand not to be had; null where everything is. */
export function whatIsMissing(name: DiagnosticName, experiment: Pick<Experiment, "latent">): Missing | null {
  const noQuadrature = whyNoQuadrature(experiment);
  const atOwnDraws = familyFacts(experiment.latent.posterior).density === "ownDraws";
  switch (name) {
    case "evidence":
      return noQuadrature === null ? null : { everything: false, sentence: `${noQuadrature}. The bounds are measured without it.` };
    case "gap":
      return noQuadrature === null
        ? null
        : { everything: false, sentence: `${noQuadrature}. Amortisation is measured without it; approximation cannot be.` };
    case "coverage":
      if (noQuadrature !== null) return { everything: true, sentence: `${noQuadrature}.` };
      return atOwnDraws ? { everything: true, sentence: `Coverage needs log q(z|x) at any z, and ${OWN_DRAWS}.` } : null;
    case "aggregate":
      return atOwnDraws
        ? {
            everything: false,
            sentence: `Splitting the rate needs log q(z|x) at any z, and ${OWN_DRAWS}: rate and distortion are measured whole.`,
          }
        : null;
    case "tails":
    case "annealing":
    case "calibration":
      return null;
    default:
      throw new Error(`unknown diagnostic ${name satisfies never}`);
  }
}
