import { zeros } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import { importanceWeighted } from "../../src/training/importance";
import { parameterSpecs } from "../../src/vae/modelSpec";
import { initialValues, named, toTensors } from "../../src/vae/parameters";
import { makeVae } from "../../src/vae/vae";
import { startTestEngine } from "../engine/engines";

beforeAll(() => startTestEngine("cpu"));

it("no more codes are decoded at once for a mixture's sixteen than for one, and L_K takes all of its samples", async () => {
  const experiment = mergeExperiment(DEFAULT_EXPERIMENT, {
    network: { encoder: [], decoder: [] },
    latent: { posterior: { kind: "mixture", components: 16 } },
  });
  const specs = parameterSpecs(experiment);
  const vae = makeVae(experiment, named(specs, toTensors(specs, initialValues(specs, "glorot", 1))));
  const decoded: number[] = [];
  const logJoint: typeof vae.model.logJoint = (x, z) => {
    decoded.push(z.shape[0] * z.shape[1]);
    return vae.model.logJoint(x, z);
  };
  const images = Uint32Array.from({ length: 20 }, (_, i) => i);
  await importanceWeighted(
    { ...vae, model: { ...vae.model, logJoint } },
    {
      experiment,
      split: "test",
      images,
      seed: 0,
      samples: 15,
      pixels: ({ length }) => zeros([length, 784]),
      pause: async () => undefined,
    },
  );
  // 20 images × 16 components are 320 codes a sample: six samples within 2 000.
  expect(decoded).toEqual([1920, 1920, 960]);
});
