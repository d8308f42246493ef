import type { Experiment } from "./experiment";

/** What the latent square shows: the variables whose prior is N(0, I), over which a grid of quantiles can be laid. */

type Latent = Pick<Experiment["latent"], "dim" | "prior">;

/** What they are called: z, or u, from which z is drawn, with a hierarchical prior. */
export function squareVariable({ prior }: Pick<Latent, "prior">): "z" | "u" {
  switch (prior.kind) {
    case "standardNormal":
      return "z";
    case "hierarchical":
      return "u";
    default:
      throw new Error(`unknown prior ${prior satisfies never}`);
  }
}

/** How many there are. */
export function squareDimensions({ dim, prior }: Latent): number {
  return prior.kind === "hierarchical" ? prior.upper : dim;
}
