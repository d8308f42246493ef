import { dispose, type Tensor } from "@tensorflow/tfjs-core";
import type { Experiment } from "../experiment/experiment";
import { whyNoQuadrature } from "../experiment/quadrature";
import { type CoarseCodes, coarseCodes } from "../probes/truth/codeLikelihoods";
import type { LiveRun } from "../training/liveRun";
import { holdParameters } from "../training/runState";
import type { Parameters } from "../vae/parameters";
import { makeVae, type VariationalAutoencoder } from "../vae/vae";

/** The model at one step, which training leaves alone. */
export interface FrozenModel {
  step: number;
  experiment: Experiment;
  vae: VariationalAutoencoder;
  parameters: Parameters;
  /** The decodes of the coarsest lattice; null where quadrature is not to be had. */
  coarse: CoarseCodes | null;
  /** Must be called once. */
  release(): void;
}

/** The last one taken is kept, decodes and all, until one of other weights is taken: a look at another image then costs little. */
export interface FrozenModels {
  take(run: LiveRun): FrozenModel;
  /** Lets go of what is kept; what is in use goes when it is released. */
  drop(): void;
}

interface Holding {
  run: LiveRun;
  experiment: Experiment;
  step: number;
  /** Tells weights of the same step apart: those that were there before an import, or on another engine. */
  first: Tensor;
  model: Omit<FrozenModel, "release">;
  users: number;
  isKept: boolean;
  free(): void;
}

function hold(run: LiveRun): Holding {
  const { experiment, state } = run;
  const { parameters, held } = holdParameters(state);
  const vae = makeVae(experiment, parameters);
  const coarse = whyNoQuadrature(experiment) === null ? coarseCodes(vae, experiment.latent.dim as 1 | 2) : null;
  const free = () => {
    coarse?.dispose();
    dispose(held);
  };
  const { step } = state;
  const model = { step, experiment, vae, parameters, coarse };
  return { run, experiment, step, first: state.parameters[0], model, users: 0, isKept: true, free };
}

export function createFrozenModels(): FrozenModels {
  let kept: Holding | null = null;

  const drop = () => {
    if (kept === null) return;
    kept.isKept = false;
    if (kept.users === 0) kept.free();
    kept = null;
  };

  return {
    drop,
    take(run) {
      const isSame = kept !== null && kept.run === run && kept.step === run.state.step && kept.first === run.state.parameters[0];
      if (!isSame || kept?.experiment !== run.experiment) drop();
      kept ??= hold(run);
      const holding = kept;
      holding.users += 1;
      const release = () => {
        holding.users -= 1;
        if (holding.users === 0 && !holding.isKept) holding.free();
      };
      return { ...holding.model, release };
    },
  };
}
