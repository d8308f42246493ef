import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "../../src/training/safetensors";
import { readWeights, writeWeights } from "../../src/training/weightsFile";
import { parameterSpecs } from "../../src/vae/modelSpec";
import { initialValues } from "../../src/vae/parameters";
import { smallExperiment } from "../worker/sessions";

const experiment = smallExperiment({ network: { encoder: [5, 4], decoder: [6] }, latent: { dim: 3 } });
const specs = parameterSpecs(experiment);
const values = initialValues(specs, "fanIn", 3);
const file = writeWeights(experiment, 17, values, "test");

describe("the weights file", () => {
  it("comes back as it was", () => {
    expect(readWeights(file)).toEqual({ experiment, step: 17, values });
  });

  it("has PyTorch's names and layout", () => {
    const { arrays, metadata } = readSafetensors(file);
    expect(arrays.map(({ name, shape }) => [name, shape])).toEqual([
      ["encoder.0.weight", [5, 784]],
      ["encoder.0.bias", [5]],
      ["encoder.1.weight", [4, 5]],
      ["encoder.1.bias", [4]],
      ["encoder.mean.weight", [3, 4]],
      ["encoder.mean.bias", [3]],
      ["encoder.logvar.weight", [3, 4]],
      ["encoder.logvar.bias", [3]],
      ["decoder.0.weight", [6, 3]],
      ["decoder.0.bias", [6]],
      ["decoder.out.weight", [784, 6]],
      ["decoder.out.bias", [784]],
    ]);
    // Input 2 of output 1: [in, out] here, [out, in] in the file.
    expect(arrays[0].values[1 * 784 + 2]).toBe(values[0][2 * 5 + 1]);
    expect(metadata).toEqual({ format: "vae-playground/1", app: "test", experiment: JSON.stringify(experiment), step: "17" });
  });

  const edited = (edit: (header: Record<string, never>) => void): Uint8Array => {
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
    edit(header);
    const text = new TextEncoder().encode(JSON.stringify(header));
    const bytes = new Uint8Array(8 + text.length + file.length - 8 - length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(text, 8);
    bytes.set(file.subarray(8 + length), 8 + text.length);
    return bytes;
  };
  const set = (path: string[], value: unknown) =>
    edited((header) => {
      const holder = path.slice(0, -1).reduce<Record<string, unknown>>((inner, key) => inner[key] as Record<string, unknown>, header);
      holder[path[path.length - 1]] = value;
    });

  it.each([
    ["a text file", new TextEncoder().encode("dear diary, today I trained"), "it is not a safetensors file"],
    ["an empty file", new Uint8Array(), "it has 0 bytes"],
    ["a file cut short", file.slice(0, -4), "bytes of data where its header describes"],
    ["a file cut within its header", file.slice(0, 100), "it ends within its header"],
    ["trailing bytes", Uint8Array.from([...file, 0, 0, 0, 0]), "bytes of data where its header describes"],
    ["a huge header", Uint8Array.from([255, 255, 255, 255, 0, 0, 0, 0, 0x7b, 0]), "at most 64 KB"],
    ["another format", set(["__metadata__", "format"], "other/1"), 'its format is "other/1"'],
    ["no experiment", set(["__metadata__"], { format: "vae-playground/1" }), "name no experiment"],
    ["an experiment that is not one", set(["__metadata__", "experiment"], '{"batchSize":-1}'), "batchSize was -1"],
    [
      "an experiment of another shape",
      set(["__metadata__", "experiment"], JSON.stringify(smallExperiment())),
      "does not belong to its experiment",
    ],
    ["another type", set(["encoder.0.bias", "dtype"], "F16"), 'has type "F16"; only F32'],
    ["another shape", set(["encoder.0.bias", "shape"], [6]), "20 bytes where its shape [6] needs 24"],
    ["overlapping ranges", set(["encoder.0.bias", "data_offsets"], [0, 20]), "was expected"],
    ["a tensor more", set(["extra"], { dtype: "F32", shape: [0], data_offsets: [0, 0] }), '"extra" does not belong'],
    ["a step beyond counting", set(["__metadata__", "step"], "9007199254740991"), "allowed: a whole number from 0 to 2147483648"],
    ["a step that is none", set(["__metadata__", "step"], "soon"), 'its step is "soon"'],
  ])("that is %s is refused with the reason", (_, bytes, reason) => {
    expect(() => readWeights(bytes)).toThrow(reason);
  });

  it("with a value that is not finite is refused", () => {
    const bytes = writeSafetensors({ arrays: [{ name: "a", shape: [2], values: Float32Array.from([1, Number.NaN]) }], metadata: {} });
    expect(() => readSafetensors(bytes)).toThrow('"a" holds NaN at position 1');
  });

  it("under 300 random mutations is refused with a reason or gives finite values", () => {
    const mutation = fc.record({ at: fc.nat(4000), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 8 }), (mutations) => {
        const bytes = file.slice();
        for (const { at, value } of mutations) bytes[at % bytes.length] = value;
        try {
          expect(readWeights(bytes).values.every((array) => array.every(Number.isFinite))).toBe(true);
        } catch (error) {
          expect(String(error)).toContain("the weights file was refused");
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
