import { tensor2d } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../../data/manifest";
import { whyNoQuadrature } from "../../experiment/quadrature";
import { boundEstimate, meanEstimate } from "../../numeric/estimates";
import { latticeModes } from "../../numeric/latticePosterior";
import { stream } from "../../numeric/random";
import { quadratureValue } from "../exactPosterior";
import { evidence as integrate, SHAPE_RESOLUTION } from "../truth/evidence";
import { sampledWeights } from "../truth/sampledWeights";
import type { Diagnostic } from "./context";

/** Draws, and the K's whose bounds are told. */
const SAMPLES = 5000;
const LADDER = [5, 50, 500, 5000];

/** The bounds of one image, and log p(x) above them. */
export const evidence: Diagnostic<"evidence"> = {
  takes: { source: true },
  async measure({ experiment, vae, coarse, image, between, progress }, { source, seed }) {
    const { seen, label } = image(source);
    const x = tensor2d(seen, [1, IMAGE_PIXELS]);
    try {
      let done = 0;
      const step = async () => {
        done += 1;
        progress(done, 2 * Math.ceil(SAMPLES / 512) + 40);
        await between();
      };
      const { logWeights, elboTerms } = await sampledWeights(vae, x, SAMPLES, stream(seed, "evidence"), step);
      const dim = experiment.latent.dim as 1 | 2;
      const found = coarse && (await integrate({ vae, coarse, seen, dim, seed, resolution: SHAPE_RESOLUTION, between: step }));
      return {
        source,
        label,
        logEvidence: found && quadratureValue(found),
        whyNot: whyNoQuadrature(experiment),
        elbo: meanEstimate(elboTerms),
        bounds: LADDER.map((samples) => ({ samples, bound: boundEstimate(logWeights, samples) })),
        samples: SAMPLES,
        modes: found && !found.missed ? latticeModes(found.quadrature).map(({ place, mass }) => ({ place, mass })) : [],
      };
    } finally {
      x.dispose();
    }
  },
};
