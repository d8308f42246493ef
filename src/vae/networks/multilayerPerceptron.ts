import { denseSpecs, hiddenLayers, layer, stackSpecs } from "../layers";
import { PIXELS } from "../parameters";
import type { Network } from "./network";

/** Fully connected hidden layers of the given widths, on both sides. */
export const multilayerPerceptron: Network = {
  encoderSpecs: ({ encoder }) => ({ specs: stackSpecs("encoder", PIXELS, encoder), features: encoder.at(-1) ?? PIXELS }),
  encode: ({ encoder, activation }, parameters, x) => hiddenLayers(parameters, "encoder", x, encoder.length, activation),
  decoderSpecs: ({ decoder }, dim) => [...stackSpecs("decoder", dim, decoder), ...denseSpecs("decoder.out", decoder.at(-1) ?? dim, PIXELS)],
  decode: ({ decoder, activation }, parameters, z) =>
    layer(parameters, "decoder.out", hiddenLayers(parameters, "decoder", z, decoder.length, activation), "linear"),
};
