import type { ChoiceGroup } from "./choiceTitles";
import { CHOICES } from "./explanations/choices";
import { type Explanation, type Reference, WORKS } from "./explanations/explanation";
import { LATENT_TERMS } from "./explanations/latentTerms";
import { MODEL_TERMS } from "./explanations/modelTerms";
import { OBJECTIVE_TERMS } from "./explanations/objectiveTerms";
import { TRAINING_TERMS } from "./explanations/trainingTerms";
import type { Term } from "./terms";

/** One paragraph about each term, and where to read on. Fetched when the first is opened. */
export const EXPLANATIONS: Record<Term, Explanation> = { ...OBJECTIVE_TERMS, ...LATENT_TERMS, ...MODEL_TERMS, ...TRAINING_TERMS };

export interface ExplainedChoice {
  sentence: string;
  reference: Reference;
}

/** What is said of the choices of a group, by their names in the experiment. */
export function explainedChoices(group: ChoiceGroup): Readonly<Record<string, ExplainedChoice>> {
  return Object.fromEntries(
    Object.entries(CHOICES[group]).map(([name, { sentence, work }]) => [name, { sentence, reference: WORKS[work] }]),
  );
}
