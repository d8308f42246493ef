import type { Explanation } from "./explanations/explanation";
import { LATENT_TERMS } from "./explanations/latentTerms";
import { MODEL_TERMS } from "./explanations/modelTerms";
import { OBJECTIVE_TERMS } from "./explanations/objectiveTerms";
import { TRAINING_TERMS } from "./explanations/trainingTerms";

const EXPLANATIONS = { ...OBJECTIVE_TERMS, ...LATENT_TERMS, ...MODEL_TERMS, ...TRAINING_TERMS };

/** Everything on the page that can be explained. */
export type Term = keyof typeof EXPLANATIONS;

/** One paragraph about the term, and where to read on. */
export function explanation(term: Term): Explanation {
  return EXPLANATIONS[term];
}
