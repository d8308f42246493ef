import type { Experiment } from "../experiment/experiment";
import { familyFacts } from "../experiment/posteriors";
import { parameterSpecs } from "./modelSpec";
import { costFault } from "./stepCost";

/** The most parameters of a model: 60 MB of F32, which a weights file may have, three times over with Adam's moments. */
export const MOST_PARAMETERS = 15_000_000;

type Part = "encoder" | "posterior" | "decoder" | "prior" | "likelihood";

/** Parameters of each part of an experiment's model, by the first word of their names. */
function partSizes(experiment: Experiment): Record<Part, number> {
  const sizes: Record<Part, number> = { encoder: 0, posterior: 0, decoder: 0, prior: 0, likelihood: 0 };
  for (const { name, shape } of parameterSpecs(experiment)) {
    sizes[name.split(".")[0] as Part] += shape.reduce((product, side) => product * side, 1);
  }
  return sizes;
}

/** Numbers that a model of the experiment learns; nothing is made of that size. */
export function parameterCount(experiment: Experiment): number {
  return Object.values(partSizes(experiment)).reduce((total, size) => total + size, 0);
}

/** The fields that a part grows with. */
function fieldsOf(part: Part, { latent }: Experiment): string[] {
  switch (part) {
    case "encoder":
      return ["network.encoder", "latent.dim"];
    case "posterior":
      return [...familyFacts(latent.posterior).parameters.map(({ name }) => `latent.posterior.${name}`), "latent.dim", "network.encoder"];
    case "decoder":
      return ["network.decoder", "latent.dim"];
    case "prior":
      return ["latent.prior.upper", "latent.dim"];
    case "likelihood":
      return ["likelihood"];
    default:
      throw new Error(`unknown part ${part satisfies never}`);
  }
}

/** Rounded up, so that what is over the limit reads so. */
const millions = (count: number): string => `${(Math.ceil(count / 1e5) / 10).toFixed(1)} million`;

/** What is too large of an experiment, its model or a step of it, and which fields to lower; null when nothing is. */
export function sizeFault(experiment: Experiment): string | null {
  return modelFault(experiment) ?? costFault(experiment);
}

/** The same of its model alone. */
export function modelFault(experiment: Experiment): string | null {
  const sizes = partSizes(experiment);
  const count = parameterCount(experiment);
  if (count <= MOST_PARAMETERS) return null;
  const [largest] = (Object.keys(sizes) as Part[]).sort((a, b) => sizes[b] - sizes[a]);
  const fields = fieldsOf(largest, experiment);
  const named = fields.length === 1 ? fields[0] : `${fields.slice(0, -1).join(", ")} or ${fields.at(-1)}`;
  const limit = `the model has ${millions(count)} parameters; allowed: at most ${MOST_PARAMETERS / 1e6} million`;
  return `${limit}. ${millions(sizes[largest])} of them are the ${largest}'s: lower ${named}`;
}
