import { gatherImagesKernel as composed } from "../../composed/gatherImages";
import type { GatherAttributes } from "../../operations/gatherImages";
import { RANDOM } from "../glsl/mathematics";
import { ORDER_WIDTH } from "../residentImages";
import type { Shader } from "../shader";
import { webglKernel } from "../webglKernel";

type Binarization = GatherAttributes["draw"]["binarization"];

/** GLSL. A pixel's value from its byte: numeric/binarization.ts in whole numbers of 32 bits, which 255·2²⁴ does not exceed. */
function pixelValue(binarization: Binarization): string {
  switch (binarization) {
    case "none":
      return "float(level) / 255.";
    case "dynamic":
      return bit("uint((ints[3] + row) * ints[2] + pixel)");
    case "static":
      return bit("uint(image * ints[2] + pixel)");
    default:
      throw new Error(`unknown binarization ${binarization satisfies never}`);
  }
}

const bit = (element: string): string => `(pcg3d(uvec3(${element}, uint(ints[4]), uint(ints[5]))).x >> 8u) * 255u < level << 24u ? 1. : 0.`;

/** ints: offset in the order, images a texture row, pixels an image, first row, step, stream. */
const gatherShader = (binarization: Binarization): Shader => ({
  key: `gather ${binarization}`,
  inputs: ["bytes", "order"],
  integers: ["bytes", "order"],
  body: `${RANDOM}
float valueAt(uint level, int image, int row, int pixel) { return ${pixelValue(binarization)}; }
vec2 pixelsAt(int row, int pixel) {
  int place = ints[0] + row;
  int image = int(texelFetch(order, ivec2(place % ${ORDER_WIDTH}, place / ${ORDER_WIDTH}), 0).r);
  int texel = (image % ints[1]) * (ints[2] / 4) + pixel / 4;
  uvec4 four = texelFetch(bytes, ivec2(texel, image / ints[1]), 0);
  uvec2 levels = pixel % 4 == 0 ? four.rg : four.ba;
  return vec2(valueAt(levels.x, image, row, pixel), valueAt(levels.y, image, row, pixel + 1));
}
void main() {
  int row = 2 * at.y, pixel = 2 * at.x;
  out0 = vec4(pixelsAt(row, pixel), row + 1 < ints[6] ? pixelsAt(row + 1, pixel) : vec2(0));
}`,
});

const OFFSET = { list: "ints", index: 0, name: "offset" } as const;
const STEP = { list: "ints", index: 4, name: "step" } as const;

export const gatherImagesKernel = webglKernel<never, GatherAttributes>(composed, (backend, _, { bytes, images, pixels, draw: bits }) => {
  const located = backend.images.locate(bytes, pixels, images);
  // Then the processor gathers them, whatever becomes of this draw.
  backend.isSpoiled ||= located === null || !backend.fits([images.length, pixels]);
  if (located === null) return null;
  const { binarization, step, streamId, firstRow = 0 } = bits;
  const word = binarization === "static" ? 0 : step;
  const draw = {
    shader: gatherShader(binarization),
    inputs: [located.pixels, located.order],
    varying: binarization === "dynamic" ? [OFFSET, STEP] : [OFFSET],
    ints: [located.offset, located.imagesPerRow, pixels, firstRow, word | 0, streamId | 0, images.length],
  };
  return backend.run(draw, [[images.length, pixels]])?.[0] ?? null;
});
