import { tensor2d } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../../data/manifest";
import { goodShape, paretoShape, type TailVerdict, tailVerdict } from "../../numeric/paretoTail";
import { stream } from "../../numeric/random";
import { evaluationImages } from "../../training/evaluation";
import { sampledWeights } from "../truth/sampledWeights";
import type { Diagnostic } from "./context";
import { evaluationImage } from "./evaluationImage";

/** S. */
const SAMPLES = 2000;

/** The tail of the importance weights of each of some test images. */
export const tails: Diagnostic<"tails"> = {
  takes: { count: { default: 200, most: 10_000 } },
  async measure({ experiment, vae, test, between, progress }, { count, seed }) {
    const data = test();
    const indices = evaluationImages(seed, data.labels, experiment.data.digits, count);
    const shapes = new Float32Array(indices.length);
    const counts: Record<TailVerdict, number> = { good: 0, bad: 0, veryBad: 0 };
    for (const [i, index] of indices.entries()) {
      progress(i, indices.length);
      const x = tensor2d(evaluationImage(experiment, data, index, seed), [1, IMAGE_PIXELS]);
      try {
        const { logWeights } = await sampledWeights(vae, x, SAMPLES, stream(seed, `tails/${index}`), between);
        shapes[i] = paretoShape(logWeights);
        counts[tailVerdict(shapes[i], SAMPLES)] += 1;
      } finally {
        x.dispose();
      }
    }
    return { split: "test", samples: SAMPLES, threshold: goodShape(SAMPLES), shapes, indices, counts };
  },
};
