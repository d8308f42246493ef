/** An IDX file of unsigned bytes: its shape, and its values in row-major order (a view of the file). */
export interface Idx {
  dimensions: number[];
  values: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file of unsigned bytes (LeCun et al., "The MNIST database": two zero bytes, type, number of dimensions,
 * big-endian sizes, values). Throws an Error that names the file when it is anything else, too short or too long.
 */
export function readIdx(bytes: Uint8Array, name: string): Idx {
  if (bytes.length < 4) throw new Error(`${name}: ${bytes.length} bytes are too few for an IDX header`);
  if (bytes[0] !== 0 || bytes[1] !== 0) throw new Error(`${name}: not an IDX file (it must begin with two zero bytes)`);
  if (bytes[2] !== UNSIGNED_BYTE) throw new Error(`${name}: values of type 0x${hexadecimal(bytes[2])}, expected unsigned bytes (0x08)`);
  const dimensions = readDimensions(bytes, name);
  const header = 4 + 4 * dimensions.length;
  const expected = dimensions.reduce((product, size) => product * size, 1);
  if (bytes.length - header !== expected) {
    throw new Error(`${name}: ${bytes.length - header} values, expected ${dimensions.join(" × ")} = ${expected}`);
  }
  return { dimensions, values: bytes.subarray(header) };
}

function readDimensions(bytes: Uint8Array, name: string): number[] {
  const count = bytes[3];
  if (count === 0) throw new Error(`${name}: an IDX file without dimensions`);
  if (bytes.length < 4 + 4 * count) throw new Error(`${name}: the header ends before its ${count} sizes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, index) => view.getUint32(4 + 4 * index));
}

function hexadecimal(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
