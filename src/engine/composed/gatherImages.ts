import { tensor2d } from "@tensorflow/tfjs-core";
import { binarizeInto } from "../../numeric/binarization";
import { GATHER_IMAGES, type GatherAttributes } from "../operations/gatherImages";
import { composedKernel } from "./composedKernel";

/** Drawn on the processor, whose integers the bits are defined by. */
export const gatherImagesKernel = composedKernel<never, GatherAttributes>(GATHER_IMAGES, (_, { bytes, images, pixels, draw }) => {
  const values = new Float32Array(images.length * pixels);
  binarizeInto(values, bytes, images, draw);
  return tensor2d(values, [images.length, pixels]);
});
