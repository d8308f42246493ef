/** Text in a container of float32: three bytes of its UTF-8 to a number, all of which are whole, finite and exact. */

const BYTES = 3;

/** Twice what the curve of the longest run takes. */
const MOST_BYTES = 100 * 1024 * 1024;

/** The length in bytes, then the bytes. */
export function packText(text: string): Float32Array {
  const bytes = new TextEncoder().encode(text);
  const packed = new Float32Array(1 + Math.ceil(bytes.length / BYTES));
  packed[0] = bytes.length;
  for (let i = 1; i < packed.length; i++) {
    const at = (i - 1) * BYTES;
    packed[i] = bytes[at] | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  }
  return packed;
}

/** @throws Error when the numbers are not packed text. */
export function unpackText(packed: Float32Array): string {
  const length = packed[0];
  if (!Number.isInteger(length) || Math.ceil(length / BYTES) !== packed.length - 1) throw new Error("its length is wrong");
  if (length < 0 || length > MOST_BYTES) throw new Error(`it says ${length} bytes; at most ${MOST_BYTES} are read`);
  const bytes = new Uint8Array((packed.length - 1) * BYTES);
  for (let i = 1; i < packed.length; i++) {
    const value = packed[i];
    if (!Number.isInteger(value) || value < 0 || value > 0xffffff) throw new Error(`it holds ${value} where three bytes should stand`);
    const at = (i - 1) * BYTES;
    bytes[at] = value & 255;
    bytes[at + 1] = (value >> 8) & 255;
    bytes[at + 2] = value >> 16;
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length));
}
