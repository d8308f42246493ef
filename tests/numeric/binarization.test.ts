import { expect, test } from "vitest";
import { IMAGE_PIXELS } from "../../src/data/manifest";
import { binarizeInto } from "../../src/numeric/binarization";
import { stream } from "../../src/numeric/random";
import golden from "../fixtures/golden-random.json";

const BITS = { binarization: "dynamic", streamId: stream(1, "bits"), step: 0 } as const;

function bitsOf(bytes: Uint8Array, images: number[], draw: Parameters<typeof binarizeInto>[3]): Float32Array {
  const out = new Float32Array(images.length * IMAGE_PIXELS);
  binarizeInto(out, bytes, images, draw);
  return out;
}

test.each(golden)(
  "the bits of $seed/$name at step $step, element $index are the fixed ones",
  ({ stream: streamId, step, index, bitOfByte }) => {
    const firstRow = Math.floor(index / IMAGE_PIXELS);
    for (const [byte, bit] of Object.entries(bitOfByte)) {
      const image = new Uint8Array(IMAGE_PIXELS).fill(Number(byte));
      expect(bitsOf(image, [0], { binarization: "dynamic", streamId, step, firstRow })[index % IMAGE_PIXELS]).toBe(bit);
    }
  },
);

test("the mean of a pixel's bits is byte / 255", () => {
  for (const byte of [1, 40, 128, 200, 254]) {
    const rows = 256;
    const bits = bitsOf(new Uint8Array(IMAGE_PIXELS).fill(byte), new Array(rows).fill(0), BITS);
    const count = rows * IMAGE_PIXELS;
    const p = byte / 255;
    const mean = bits.reduce((sum, bit) => sum + bit, 0) / count;
    expect(Math.abs(mean - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count));
  }
});

test("black stays 0 and white stays 1", () => {
  const image = Uint8Array.from({ length: IMAGE_PIXELS }, (_, pixel) => (pixel % 2 === 0 ? 0 : 255));
  expect([...bitsOf(image, [0], BITS)]).toEqual(Array.from(image, (byte) => byte / 255));
});

test("dynamic bits differ from step to step and row to row; static ones belong to the image alone", () => {
  const split = new Uint8Array(3 * IMAGE_PIXELS).fill(128);
  expect(bitsOf(split, [1], BITS)).not.toEqual(bitsOf(split, [1], { ...BITS, step: 1 }));
  const [first, second] = halves(bitsOf(split, [1, 1], BITS));
  expect(first).not.toEqual(second);
  const fixed = { ...BITS, binarization: "static" } as const;
  const [alone, again] = [bitsOf(split, [2], fixed), halves(bitsOf(split, [0, 2], { ...fixed, step: 9, firstRow: 4 }))[1]];
  expect(again).toEqual(alone);
});

test("a batch drawn in parts has the bits of the whole", () => {
  const split = new Uint8Array(2 * IMAGE_PIXELS).fill(77);
  const [, second] = halves(bitsOf(split, [0, 1], { ...BITS, step: 5 }));
  expect(bitsOf(split, [1], { ...BITS, step: 5, firstRow: 1 })).toEqual(second);
});

test("without binarization the grey levels are byte / 255", () => {
  const image = Uint8Array.from({ length: IMAGE_PIXELS }, (_, pixel) => pixel % 256);
  expect(bitsOf(image, [0], { ...BITS, binarization: "none" })).toEqual(Float32Array.from(image, (byte) => byte / 255));
});

function halves(bits: Float32Array): [Float32Array, Float32Array] {
  return [bits.slice(0, bits.length / 2), bits.slice(bits.length / 2)];
}
