import { describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { fileShape, fromFileOrder, toFileOrder } from "../../src/training/weightsLayout";
import { parameterSpecs } from "../../src/vae/modelSpec";
import type { ParameterSpec } from "../../src/vae/parameters";

const { network, latent, likelihood } = DEFAULT_EXPERIMENT;
const specs = parameterSpecs({
  network: { ...network, kind: "conv", encoder: [3, 4], decoder: [5, 2] },
  latent: { ...latent, dim: 6 },
  likelihood,
});

function specOf(name: string): ParameterSpec {
  const found = specs.find((spec) => spec.name === name);
  if (found === undefined) throw new Error(`no parameter ${name}`);
  return found;
}

/** The numbers 0, 1, … in the shape of the parameter, in the order of the file. */
function counted(spec: ParameterSpec): { memory: Float32Array; file: Float32Array } {
  const memory = Float32Array.from({ length: spec.shape.reduce((size, n) => size * n, 1) }, (_, i) => i);
  return { memory, file: toFileOrder(memory, spec) };
}

describe("the layout of a weights file", () => {
  it("has PyTorch's shapes for a convolutional network", () => {
    expect(specs.map((spec) => [spec.name, fileShape(spec)])).toEqual([
      ["encoder.0.weight", [3, 1, 3, 3]],
      ["encoder.0.bias", [3]],
      ["encoder.1.weight", [4, 3, 3, 3]],
      ["encoder.1.bias", [4]],
      ["encoder.mean.weight", [6, 196]],
      ["encoder.mean.bias", [6]],
      ["encoder.logvar.weight", [6, 196]],
      ["encoder.logvar.bias", [6]],
      ["decoder.0.weight", [245, 6]],
      ["decoder.0.bias", [245]],
      ["decoder.1.weight", [5, 2, 3, 3]],
      ["decoder.1.bias", [2]],
      ["decoder.out.weight", [2, 1, 3, 3]],
      ["decoder.out.bias", [1]],
    ]);
  });

  it.each(specs)("gives $name back as it was", (spec) => {
    const { memory, file } = counted(spec);
    expect(fromFileOrder(file, spec)).toEqual(memory);
  });

  it("has a convolution's kernel as [out, in, height, width], a transposed one's as [in, out, height, width]", () => {
    const { file } = counted(specOf("encoder.1.weight"));
    const [out, input, row, column] = [2, 1, 0, 2];
    expect(file[((out * 3 + input) * 3 + row) * 3 + column]).toBe(((row * 3 + column) * 3 + input) * 4 + out);
    const transposed = counted(specOf("decoder.1.weight")).file;
    // In memory [3, 3, out, in].
    expect(transposed[((4 * 2 + 1) * 3 + 2) * 3 + 1]).toBe(((2 * 3 + 1) * 2 + 1) * 5 + 4);
  });

  it("has a flattened map channel by channel: pixel 10 of channel 3 of the heads, pixel 7 of channel 2 of the decoder", () => {
    expect(counted(specOf("encoder.mean.weight")).file[5 * 196 + 3 * 49 + 10]).toBe((10 * 4 + 3) * 6 + 5);
    expect(counted(specOf("encoder.mean.bias")).file[4]).toBe(4);
    expect(counted(specOf("decoder.0.weight")).file[(2 * 49 + 7) * 6 + 1]).toBe(1 * 245 + 7 * 5 + 2);
    expect(counted(specOf("decoder.0.bias")).file[2 * 49 + 7]).toBe(7 * 5 + 2);
  });
});
