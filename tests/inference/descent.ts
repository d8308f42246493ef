import { grads, type Scalar, type Tensor, tidy, zerosLike } from "@tensorflow/tfjs-core";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { update } from "../../src/training/optimizer";
import type { RunState } from "../../src/training/runState";

export interface DescentOptions {
  steps: number;
  /** Of the first step; it falls to nothing as a cosine. */
  learningRate: number;
}

/** The parameters after Adam on a loss without chance in it; what was given is consumed. */
export function descend(loss: (...parameters: Tensor[]) => Scalar, start: Tensor[], { steps, learningRate }: DescentOptions): Tensor[] {
  const zeros = () => start.map((parameter) => zerosLike(parameter));
  const run: RunState = { specs: [], step: 0, updates: 0, parameters: start, first: zeros(), second: zeros(), baseline: null };
  const gradientsOf = grads(loss);
  for (; run.updates < steps; run.updates++) {
    const rate = learningRate * 0.5 * (1 + Math.cos((Math.PI * run.updates) / steps));
    const spec = { ...DEFAULT_EXPERIMENT.optimizer, learningRate: rate };
    const { parameters, first, second } = tidy(() => update(spec, run, gradientsOf(run.parameters), false));
    Object.assign(run, { parameters, first, second });
  }
  return run.parameters;
}
