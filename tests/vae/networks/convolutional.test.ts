import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import { grads, type Tensor, type Tensor2D, type Tensor4D, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { ACTIVATIONS, DEFAULT_EXPERIMENT } from "../../../src/experiment/experiment";
import { type ModelSpec, parameterSpecs } from "../../../src/vae/modelSpec";
import { convolution, transposedConvolution } from "../../../src/vae/networks/convolution";
import { convolutional } from "../../../src/vae/networks/convolutional";
import { initialValues, named, toTensors } from "../../../src/vae/parameters";
import { makeVae } from "../../../src/vae/vae";
import { ENGINES, startTestEngine } from "../../engine/engines";
import { finiteDifferences, largest, largestError, product, scattered } from "../../engine/numbers";
import { ACTIVATIONS as REFERENCE } from "../../engine/reference";
import { convolve, convolveTransposed, type Maps } from "./convolutionReference";

function modelOf(encoder: number[], decoder: number[], dim = 2): ModelSpec {
  const { network, latent, likelihood } = DEFAULT_EXPERIMENT;
  return { network: { ...network, kind: "conv", encoder, decoder, activation: "tanh" }, latent: { ...latent, dim }, likelihood };
}

const WEIGHT = "layer.weight";
const BIAS = "layer.bias";

/** Two maps of side 5 with 2 channels → 3 × 3 with 3, and the way from 3 × 3 to 6 × 6 (side 5 and 6 both halve to 3). */
const CASES = [
  {
    name: "convolution",
    shapes: [[2, 5, 5, 2], [3, 3, 2, 3], [3]],
    run: ([x, weight, bias]: Tensor[]) => convolution({ [WEIGHT]: weight, [BIAS]: bias }, "layer", x as Tensor4D, "tanh"),
    reference: ([x, weight, bias]: number[][]) => convolve({ side: 5, channels: 2, values: x }, weight, bias).values.map(Math.tanh),
  },
  ...[5, 6].map((side) => ({
    name: `transposed convolution to side ${side}`,
    shapes: [[2, 3, 3, 3], [3, 3, 2, 3], [2]],
    run: ([x, weight, bias]: Tensor[]) => transposedConvolution({ [WEIGHT]: weight, [BIAS]: bias }, "layer", x as Tensor4D, side),
    reference: ([x, weight, bias]: number[][]) => convolveTransposed({ side: 3, channels: 3, values: x }, weight, bias, side).values,
  })),
];

describe.each(ENGINES)("the convolutional network on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  describe.each(CASES)("$name", ({ shapes, run, reference }) => {
    const inputs = shapes.map((shape, i) => scattered(product(shape), i + 1));
    const tensors = () => inputs.map((values, i) => tensor(values, shapes[i]));

    it("is the plain sum over pixels and channels", () => {
      const exact = reference(inputs);
      expect(largestError(run(tensors()).dataSync(), exact)).toBeLessThan(2e-6 * largest(exact));
    });

    it("has the gradients of the finite differences", () => {
      const exact = reference(inputs);
      const weights = scattered(exact.length, 9);
      const found = tidy(() => {
        const loss = (...moved: Tensor[]): Tensor => {
          const out = run(moved);
          return out.mul(tensor(weights, out.shape)).sum();
        };
        return grads(loss)(tensors()).map((gradient) => gradient.dataSync());
      });
      found.forEach((gradient, which) => {
        const loss = (moved: number[]): number =>
          reference(inputs.map((values, i) => (i === which ? moved : values))).reduce((sum, value, i) => sum + weights[i] * value, 0);
        const expected = finiteDifferences(loss, inputs[which]);
        expect(largestError(gradient, expected)).toBeLessThan(1e-5 * largest(expected));
      });
    });
  });

  it.each(ACTIVATIONS)("is its layers one after the other, %s", (activation) => {
    const spec = modelOf([2, 3], [4, 2]);
    const network = { ...spec.network, activation };
    const specs = parameterSpecs(spec);
    const values = initialValues(specs, "fanIn", 4);
    const of = Object.fromEntries(specs.map(({ name }, i) => [name, values[i]]));
    const active = (maps: Maps): Maps => ({ ...maps, values: maps.values.map(REFERENCE[activation]) });
    const x = scattered(784, 8).map(Math.abs);
    const first = active(convolve({ side: 28, channels: 1, values: x }, of["encoder.0.weight"], of["encoder.0.bias"]));
    const features = active(convolve(first, of["encoder.1.weight"], of["encoder.1.bias"]));
    const parameters = named(specs, toTensors(specs, values));
    const encoded = convolutional.encode(network, parameters, tensor2d(x, [1, 784]));
    expect(largestError(encoded.dataSync(), features.values)).toBeLessThan(1e-5);
    const z = [0.8, -1.7];
    const dense = Array.from(of["decoder.0.bias"], (b, j) =>
      z.reduce((sum, value, i) => sum + value * of["decoder.0.weight"][i * 196 + j], b),
    );
    const small = active({ side: 7, channels: 4, values: dense });
    const middle = active(convolveTransposed(small, of["decoder.1.weight"], of["decoder.1.bias"], 14));
    const logits = convolveTransposed(middle, of["decoder.out.weight"], of["decoder.out.bias"], 28);
    const decoded = convolutional.decode(network, parameters, tensor2d(z, [1, 2]));
    expect(largestError(decoded.dataSync(), logits.values)).toBeLessThan(1e-5);
  });

  it.each([
    [[], [], 784, undefined],
    [[5], [3], 14 * 14 * 5, 14 * 14 * 3],
    [[4, 6], [3, 2], 7 * 7 * 6, 7 * 7 * 3],
    [[2, 3, 4], [4, 3, 2], 4 * 4 * 4, 4 * 4 * 4],
    [[2, 3, 4, 5], [6, 4, 3, 2], 2 * 2 * 5, 2 * 2 * 6],
    [[2, 2, 2, 2, 7], [8, 2, 2, 2, 2], 7, 8],
  ])("with encoder %j and decoder %j ends in the right shapes", (encoder, decoder, features, smallest) => {
    const spec = modelOf(encoder, decoder, 3);
    const specs = parameterSpecs(spec);
    expect(convolutional.encoderSpecs(spec.network).features).toBe(features);
    expect(specs.find(({ name }) => name === "decoder.0.weight")?.shape[1]).toBe(smallest);
    const { guide, decoder: toLogits } = makeVae(spec, named(specs, toTensors(specs, initialValues(specs, "glorot", 1))));
    expect(guide.posterior(tensor2d(new Float32Array(2 * 784), [2, 784]) as Tensor2D).mean?.shape).toEqual([2, 3]);
    expect(toLogits(tensor2d(new Float32Array(4 * 3), [4, 3])).shape).toEqual([4, 784]);
  });
});

describe("the starting values of convolutions", () => {
  const bounds = (initializer: "glorot" | "fanIn"): Record<string, number> => {
    const specs = parameterSpecs(modelOf([8, 16], [16, 8]));
    const values = initialValues(specs, initializer, 2);
    return Object.fromEntries(specs.map(({ name }, i) => [name, largest(values[i])]));
  };

  it.each([
    ["encoder.0.weight", 1 * 9],
    ["encoder.1.weight", 8 * 9],
    ["encoder.1.bias", 8 * 9],
    // torch.nn.ConvTranspose2d(16, 8, 3): 1/√(8·9), read off the second axis of [16, 8, 3, 3].
    ["decoder.1.weight", 8 * 9],
  ])("%s fills U(±1/√%d), as PyTorch's do", (name, fanIn) => {
    const found = bounds("fanIn")[name];
    expect(found).toBeLessThanOrEqual(1 / Math.sqrt(fanIn));
    expect(found).toBeGreaterThan(0.8 / Math.sqrt(fanIn));
  });

  it("is Glorot's with the kernel's area in both fans, and zero biases", () => {
    const found = bounds("glorot");
    const exact = Math.sqrt(6 / (9 * (8 + 16)));
    for (const name of ["encoder.1.weight", "decoder.1.weight"]) {
      expect(found[name]).toBeLessThanOrEqual(exact);
      expect(found[name]).toBeGreaterThan(0.95 * exact);
    }
    expect([found["encoder.1.bias"], found["decoder.1.bias"], found["decoder.0.bias"]]).toEqual([0, 0, 0]);
  });
});
