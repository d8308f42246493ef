import { binarizeInto } from "../../numeric/binarization";
import { GATHER_IMAGES, type GatherAttributes } from "../operations/gatherImages";
import { type ArrayTensor, arrayKernel } from "./arrayKernel";

export const gatherImagesKernel = arrayKernel<Record<string, ArrayTensor>, GatherAttributes>(
  GATHER_IMAGES,
  (_, { bytes, images, pixels, draw }) => {
    const values = new Float32Array(images.length * pixels);
    binarizeInto(values, bytes, images, draw);
    return { shape: [images.length, pixels], values };
  },
);
