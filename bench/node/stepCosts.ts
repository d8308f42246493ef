import {
  add,
  dispose,
  mean,
  neg,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tidy,
  valueAndGrads,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../../src/data/manifest";
import { adamStep } from "../../src/engine/operations/adamStep";
import { gatherImages } from "../../src/engine/operations/gatherImages";
import { standardNormal } from "../../src/engine/operations/standardNormal";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import { makeMinibatch } from "../../src/training/minibatches";
import { disposeRun, freshSnapshot, openRun, type RunState } from "../../src/training/runState";
import { trainStep } from "../../src/training/trainStep";
import { named } from "../../src/vae/parameters";
import { makeVae } from "../../src/vae/vae";

/** Something to repeat: one step of training, or of a part of it. */
export interface Repeated {
  once(): void;
  close(): void;
}

/** The 60 000 images are bytes in the engine's memory after the first steps; these indices change with the step. */
function imagesOf(step: number, batch: number, count: number): Uint32Array {
  return Uint32Array.from({ length: batch }, (_, i) => (step * batch + i * 7919) % count);
}

function openModel(patch: DeepPartial<Experiment>): { experiment: Experiment; run: RunState } {
  const experiment = mergeExperiment(DEFAULT_EXPERIMENT, patch);
  return { experiment, run: openRun(experiment, freshSnapshot(experiment)) };
}

/** A whole step, as training takes it, without reports, evaluations and pictures. */
export function wholeStep(patch: DeepPartial<Experiment>, bytes: Uint8Array): Repeated {
  const { experiment, run } = openModel(patch);
  const count = bytes.length / IMAGE_PIXELS;
  return {
    once() {
      const batch = makeMinibatch(experiment, bytes, imagesOf(run.step, experiment.batchSize, count), run.step);
      const { values, gradientNorm } = trainStep(experiment, run, batch, { beta: 1, wantNorm: false });
      dispose([batch.x, batch.noise, values, ...(gradientNorm ? [gradientNorm] : [])]);
    },
    close: () => disposeRun(run),
  };
}

const isDecoder = (name: string): boolean => name.startsWith("decoder.");

/** A step without its decoder: images, encoder there and back, KL, Adam over all parameters (the decoder's with gradients of 0). */
export function encoderPart(bytes: Uint8Array): Repeated {
  const { experiment, run } = openModel({});
  const count = bytes.length / IMAGE_PIXELS;
  const names = run.specs.map(({ name }) => name);
  const idle = run.parameters.map((parameter) => zerosLike(parameter));
  const isMine = (i: number): boolean => !isDecoder(names[i]);
  return {
    once() {
      const { x, noise } = makeMinibatch(experiment, bytes, imagesOf(run.step, experiment.batchSize, count), run.step);
      const next = tidy(() => {
        const f = (...mine: Tensor[]): Scalar => {
          let at = 0;
          const all = run.parameters.map((parameter, i) => (isMine(i) ? mine[at++] : parameter));
          const q = makeVae(experiment, named(run.specs, all)).guide.posterior(x);
          return add(mean(q.sample(noise).z), mean(sum(q.klToStandardNormal?.() as Tensor2D, 1)));
        };
        const { grads } = valueAndGrads(f)(run.parameters.filter((_, i) => isMine(i)));
        let at = 0;
        const gradients = idle.map((zero, i) => (isMine(i) ? grads[at++] : zero));
        const options = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: run.updates + 1 };
        return { ...adamStep(run, gradients, options) };
      });
      Object.assign(run, next);
      run.step += 1;
      run.updates += 1;
      dispose([x, noise]);
    },
    close() {
      dispose(idle);
      disposeRun(run);
    },
  };
}

/** The decoder and its likelihood, there and back, over one sample of each image. */
export function decoderPart(bytes: Uint8Array): Repeated {
  const { experiment, run } = openModel({});
  const { batchSize, latent } = experiment;
  const names = run.specs.map(({ name }) => name);
  const x = gatherImages(bytes, imagesOf(0, batchSize, bytes.length / IMAGE_PIXELS), IMAGE_PIXELS, {
    binarization: "dynamic",
    streamId: 1,
    step: 0,
  });
  const z = standardNormal([1, batchSize, latent.dim], 0, 1) as Tensor3D;
  const weights = run.parameters.filter((_, i) => isDecoder(names[i]));
  return {
    once() {
      tidy(() => {
        const f = (codes: Tensor, ...decoder: Tensor[]): Scalar => {
          let at = 0;
          const all = run.parameters.map((parameter, i) => (isDecoder(names[i]) ? decoder[at++] : parameter));
          return neg(mean(makeVae(experiment, named(run.specs, all)).model.logLikelihood(x, codes as Tensor3D)));
        };
        valueAndGrads(f)([z, ...weights]);
      });
    },
    close() {
      dispose([x, z]);
      disposeRun(run);
    },
  };
}
