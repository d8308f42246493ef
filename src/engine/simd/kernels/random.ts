import type { BitDraw } from "../../../numeric/binarization";
import { GATHER_IMAGES, type GatherAttributes } from "../../operations/gatherImages";
import { STANDARD_NORMAL, type StandardNormalAttributes } from "../../operations/standardNormal";
import { type FloatTensor, floatKernel } from "../floatKernel";
import { withScratch } from "../machine";

type NoInputs = Partial<Record<string, FloatTensor>>;

export const standardNormalKernel = floatKernel<NoInputs, StandardNormalAttributes>(
  STANDARD_NORMAL,
  ({ machine, output }, _, { shape, step, streamId, first }) => {
    const out = output(shape);
    machine.kernels.standardNormal(out.address, out.size, first, step, streamId);
    return out;
  },
);

/** The kernel's numbers for the kinds of pixels. */
const RULES: Record<BitDraw["binarization"], number> = { dynamic: 0, static: 1, none: 2 };

export const gatherImagesKernel = floatKernel<NoInputs, GatherAttributes>(
  GATHER_IMAGES,
  ({ machine, output }, _, { bytes, images, pixels, draw: { binarization, streamId, step, firstRow = 0 } }) => {
    const out = output([images.length, pixels]);
    const source = machine.images.locate(bytes, pixels, images);
    withScratch(machine, images.byteLength, (rows) => {
      new Uint32Array(machine.bytes().buffer, rows, images.length).set(images);
      const drawnAt = binarization === "static" ? 0 : step;
      const { gatherImages } = machine.kernels;
      gatherImages(source, rows, out.address, images.length, pixels, RULES[binarization], firstRow, drawnAt, streamId);
    });
    return out;
  },
);
