import { reshape, type Tensor4D } from "@tensorflow/tfjs-core";
import { denseSpecs, layer } from "../layers";
import { PIXELS } from "../parameters";
import {
  activated,
  convolution,
  convolutionSpecs,
  flattened,
  mapSides,
  transposedConvolution,
  transposedConvolutionSpecs,
} from "./convolution";
import { multilayerPerceptron } from "./multilayerPerceptron";
import type { Network } from "./network";

const SIDE = Math.sqrt(PIXELS);

/**
 * Widths are channels. The encoder halves the image with each 3 × 3 convolution of stride 2 (28, 14, 7, 4, 2, 1) and flattens; the decoder
 * mirrors it: a dense layer to as many halvings as it has widths, with widths[0] channels, then transposed convolutions down the widths to
 * one channel, the logits. So encoder 32-64 and decoder 64-32 are each other's mirror.
 *
 * Why so: an edge or a stroke means the same wherever it lies, which shared kernels say and a dense layer has to learn, with a fraction of
 * its weights; strides instead of pooling let the network learn how to shrink, and have an exact transpose for the way back (Springenberg
 * et al. 2015; Radford, Metz & Chintala 2016). No normalisation over the batch: every image's bound is its own. Each weight is used at every
 * position, which costs: a step of encoder 32-64 with its mirror takes about five times that of the default dense layers, 16-32 about twice
 * (batch 128, measured on the simd engine). They have 0.06 and 0.02 million weights; those have 0.47.
 */
export const convolutional: Network = {
  encoderSpecs({ encoder }) {
    const side = mapSides(SIDE, encoder.length)[encoder.length];
    const channels = encoder.at(-1) ?? 1;
    const specs = encoder.flatMap((width, i) => convolutionSpecs(`encoder.${i}`, i === 0 ? 1 : encoder[i - 1], width));
    return { specs, features: side * side * channels, channels };
  },

  encode({ encoder, activation }, parameters, x) {
    let maps: Tensor4D = reshape(x, [x.shape[0], SIDE, SIDE, 1]);
    for (let i = 0; i < encoder.length; i++) maps = convolution(parameters, `encoder.${i}`, maps, activation);
    return flattened(maps);
  },

  decoderSpecs(settings, dim) {
    const { decoder } = settings;
    if (decoder.length === 0) return multilayerPerceptron.decoderSpecs(settings, dim);
    const pixels = mapSides(SIDE, decoder.length)[decoder.length] ** 2;
    const [weight, bias] = denseSpecs("decoder.0", dim, pixels * decoder[0]);
    const axes = [pixels, decoder[0]];
    const hidden = decoder.slice(1).flatMap((width, i) => transposedConvolutionSpecs(`decoder.${i + 1}`, decoder[i], width));
    const out = transposedConvolutionSpecs("decoder.out", decoder[decoder.length - 1], 1);
    return [{ ...weight, axes: [dim, ...axes] }, { ...bias, axes }, ...hidden, ...out];
  },

  decode(settings, parameters, z) {
    const { decoder, activation } = settings;
    if (decoder.length === 0) return multilayerPerceptron.decode(settings, parameters, z);
    const sides = mapSides(SIDE, decoder.length).reverse();
    const dense = layer(parameters, "decoder.0", z, activation);
    let maps: Tensor4D = reshape(dense, [z.shape[0], sides[0], sides[0], decoder[0]]);
    for (let i = 1; i < decoder.length; i++) {
      maps = activated(transposedConvolution(parameters, `decoder.${i}`, maps, sides[i]), activation);
    }
    return flattened(transposedConvolution(parameters, "decoder.out", maps, SIDE));
  },
};
