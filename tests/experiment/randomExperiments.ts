import {
  ACTIVATIONS,
  BINARIZATIONS,
  ELBO_ESTIMATORS,
  type Experiment,
  FREE_BITS_PER,
  INITIALIZERS,
  IWAE_ESTIMATORS,
  KL_KINDS,
  type LikelihoodSpec,
  NETWORKS,
  type ObjectiveSpec,
} from "../../src/experiment/experiment";
import { POSTERIORS, type PosteriorKind, type PosteriorSpec } from "../../src/experiment/posteriors";
import { RANGES } from "../../src/experiment/ranges";
import type { ScheduleSpec } from "../../src/experiment/schedules";
import { stream, uniformAt } from "../../src/numeric/random";

/** Experiments with every field in its range, legal together or not: a pure function of the index. */

type Draw = ReturnType<typeof drawsOf>;

function drawsOf(index: number) {
  const streamId = stream(1, "experiments");
  let drawn = 0;
  const uniform = () => uniformAt(drawn++, index, streamId);
  const whole = (min: number, max: number) => min + Math.floor(uniform() * (max - min + 1));
  const of = <T>(options: readonly T[]): T => options[whole(0, options.length - 1)];
  /** A number with few or with all digits. */
  const real = (min: number, max: number) => {
    const value = min + uniform() * (max - min);
    return uniform() < 0.5 ? value : Math.min(max, Math.max(min, Number(value.toPrecision(2))));
  };
  const list = (min: number, max: number, largest: number) => Array.from({ length: whole(min, max) }, () => whole(1, largest));
  return { uniform, whole, of, real, list };
}

function posteriorOf({ of, whole }: Draw): PosteriorSpec {
  const kind = of(Object.keys(POSTERIORS) as PosteriorKind[]);
  const parameters = POSTERIORS[kind].parameters.map(({ name, min, max }) => [name, whole(min, max)] as const);
  return { kind, ...Object.fromEntries(parameters) } as unknown as PosteriorSpec;
}

function scheduleOf({ of, real, whole }: Draw): ScheduleSpec {
  const kind = of(["constant", "linear", "sigmoid", "cyclical"] as const);
  const ends = { from: real(0, 1000), to: real(0, 1000) };
  if (kind === "constant") return { kind, value: of([1, 0, real(0, 1000)]) };
  if (kind === "cyclical") return { kind, ...ends, period: whole(1, 10_000_000), ramp: real(0.001, 1) };
  return { kind, ...ends, steps: whole(1, 10_000_000) };
}

function objectiveOf(draw: Draw): ObjectiveSpec {
  const { of, real, whole } = draw;
  if (draw.uniform() < 0.3) return { kind: "iwae", samples: of([1, 5, whole(1, 512)]), estimator: of(IWAE_ESTIMATORS) };
  return {
    kind: "elbo",
    samples: of([1, 2, whole(1, 64)]),
    kl: of(KL_KINDS),
    estimator: of(["pathwise", ...ELBO_ESTIMATORS] as const),
    beta: scheduleOf(draw),
    freeBits: { nats: of([0, 0, real(0, 10)]), per: of(FREE_BITS_PER) },
  };
}

function likelihoodOf({ of, real }: Draw): LikelihoodSpec {
  const sigma = of(["learned", real(0.01, 10), 10, 0.01] as const);
  return of([{ kind: "bernoulli" }, { kind: "continuousBernoulli" }, { kind: "gaussian", sigma }] as const);
}

function networkOf({ of, list }: Draw): Experiment["network"] {
  const kind = of(NETWORKS);
  const presets = kind === "mlp" ? ([256, 128] as const) : ([32, 64] as const);
  const widths = () => (kind === "mlp" ? list(0, 5, 1024) : list(1, 4, 128));
  return {
    kind,
    encoder: of([[...presets], widths()]),
    decoder: of([[...presets].reverse(), [...presets], widths()]),
    activation: of(ACTIVATIONS),
    initializer: of(INITIALIZERS),
  };
}

export function randomExperiment(index: number): Experiment {
  const draw = drawsOf(index);
  const { of, whole, real, uniform } = draw;
  const digits = Array.from({ length: 10 }, (_, digit) => digit).filter(() => uniform() < 0.7);
  return {
    seed: of([1, whole(0, RANGES.seed.max)]),
    data: { name: "mnist", trainSize: whole(1, 60000), digits: digits.length > 0 ? digits : [7], binarization: of(BINARIZATIONS) },
    network: networkOf(draw),
    latent: {
      dim: whole(1, 64),
      posterior: posteriorOf(draw),
      prior: of([{ kind: "standardNormal" }, { kind: "standardNormal" }, { kind: "hierarchical", upper: whole(1, 64) }] as const),
    },
    likelihood: likelihoodOf(draw),
    objective: objectiveOf(draw),
    optimizer: {
      kind: "adam",
      learningRate: 10 ** real(-8, 1),
      beta1: real(0, 0.999999),
      beta2: real(0, 0.9999999),
      epsilon: 10 ** real(-16, 0),
      clipNorm: of([null, 10 ** real(-6, 6)]),
    },
    batchSize: whole(1, 2048),
    stopAfterEpochs: of([null, whole(1, 100_000)]),
  };
}
