import type { Explanation } from "./explanations/explanation";
import { LATENT_TERMS } from "./explanations/latentTerms";
import { MODEL_TERMS } from "./explanations/modelTerms";
import { OBJECTIVE_TERMS } from "./explanations/objectiveTerms";
import { TRAINING_TERMS } from "./explanations/trainingTerms";
import type { Term } from "./terms";

/** One paragraph about each term, and where to read on. Fetched when the first is opened. */
export const EXPLANATIONS: Record<Term, Explanation> = { ...OBJECTIVE_TERMS, ...LATENT_TERMS, ...MODEL_TERMS, ...TRAINING_TERMS };
