import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import { type Tensor, type Tensor2D, tensor, tensor2d } from "@tensorflow/tfjs-core";
import type { ElboSpec, FreeBits } from "../../src/experiment/experiment";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { makeVae, type VariationalAutoencoder } from "../../src/vae/vae";
import golden from "../fixtures/golden-vae.json";

/** The tanh network 6-5-3-5-6 whose every value PyTorch's autograd gave in float64. */

export { golden };

interface Figure {
  shape: number[];
  values: number[];
}

const { B, X } = golden.sizes;

export const NAMES = Object.keys(golden.parameters) as (keyof typeof golden.parameters)[];

const EXPERIMENT = {
  network: { ...DEFAULT_EXPERIMENT.network, encoder: [golden.sizes.H], decoder: [golden.sizes.H], activation: "tanh" as const },
  latent: { ...DEFAULT_EXPERIMENT.latent, dim: golden.sizes.Z },
  likelihood: DEFAULT_EXPERIMENT.likelihood,
};

export function figureTensor(figure: Figure): Tensor {
  return tensor(figure.values, figure.shape, "float32");
}

export function goldenParameters(): Tensor[] {
  return NAMES.map((name) => figureTensor(golden.parameters[name]));
}

export function goldenVae(parameters: readonly Tensor[]): VariationalAutoencoder {
  return makeVae(EXPERIMENT, Object.fromEntries(NAMES.map((name, i) => [name, parameters[i]])));
}

export function goldenImages(): Tensor2D {
  return tensor2d(golden.x.values, [B, X]);
}

export function objective(beta: number, freeBits: FreeBits = { nats: 0, per: "dimension" }): ElboSpec {
  return { ...DEFAULT_EXPERIMENT.objective, beta: { kind: "constant", value: beta }, freeBits };
}
