import type { Experiment } from "./experiment";

/** The most latent dimensions over which log p(x) is computed by quadrature. */
const MOST_QUADRATURE_DIMENSIONS = 2;

/** Why log p(x) and the exact posterior of this model are not to be had by quadrature, as a sentence; null where they are. */
export function whyNoQuadrature({ latent }: Pick<Experiment, "latent">): string | null {
  if (latent.prior.kind !== "standardNormal") {
    return "log p(x) by quadrature needs the standard normal prior: under a two-level prior p(z) is itself an integral over u";
  }
  if (latent.dim <= MOST_QUADRATURE_DIMENSIONS) return null;
  return `log p(x) by quadrature needs at most ${MOST_QUADRATURE_DIMENSIONS} latent dimensions, and this model has ${latent.dim}: a lattice over them would have more points than can be decoded`;
}
