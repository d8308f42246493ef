/** The safetensors container (https://github.com/huggingface/safetensors): F32 only, little-endian, ranges contiguous in order. */

export interface NamedArray {
  name: string;
  shape: number[];
  values: Float32Array;
}

export interface SafetensorsFile {
  arrays: NamedArray[];
  metadata: Record<string, string>;
}

/** What is read: its name in refusals, and how large it may be. */
export interface ContainerKind {
  name: string;
  mostMegabytes: number;
  mostTensors: number;
}

/** A model's weights. */
export const WEIGHTS_FILE: ContainerKind = { name: "weights file", mostMegabytes: 64, mostTensors: 256 };

const MAX_HEADER_BYTES = 64 * 1024;
const MEGABYTE = 1024 * 1024;

/** A name of a file's own choosing, in a refusal. */
export const quoted = (name: string): string => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** The file's bytes; the header is padded with spaces so that the data starts on a multiple of 8. */
export function writeSafetensors({ arrays, metadata }: SafetensorsFile): Uint8Array {
  let offset = 0;
  const entries: Record<string, unknown> = { __metadata__: metadata };
  for (const { name, shape, values } of arrays) {
    entries[name] = { dtype: "F32", shape, data_offsets: [offset, offset + values.length * 4] };
    offset += values.length * 4;
  }
  const text = JSON.stringify(entries);
  const header = new TextEncoder().encode(text.padEnd(Math.ceil(new TextEncoder().encode(text).length / 8) * 8));
  const bytes = new Uint8Array(8 + header.length + offset);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const { values } of arrays) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}

class Refusal extends Error {}

function refuse(reason: string): never {
  throw new Refusal(reason);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readHeader(bytes: Uint8Array, { mostMegabytes }: ContainerKind): { header: Record<string, unknown>; start: number } {
  if (bytes.length > mostMegabytes * MEGABYTE) refuse(`it has ${bytes.length} bytes; at most ${mostMegabytes} MB are read`);
  if (bytes.length < 10) refuse(`it has ${bytes.length} bytes; a safetensors file starts with the length of its header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (bytes[8] !== 0x7b) refuse("it is not a safetensors file (no JSON header where one should start)");
  if (length > MAX_HEADER_BYTES) refuse(`its header claims ${length} bytes; at most 64 KB are read`);
  if (8 + length > bytes.length) refuse("it ends within its header");
  let header: unknown;
  let text = "";
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length));
    header = JSON.parse(text);
  } catch (error) {
    refuse(`its header is not JSON (${error instanceof Error ? error.message.slice(0, 200) : error})`);
  }
  if (!isRecord(header)) refuse("its header is not a JSON object");
  // JSON.parse keeps only the last of two entries of one name.
  const described = Object.keys(header).filter((name) => name !== "__metadata__").length;
  if ((text.match(/"data_offsets"\s*:/g)?.length ?? 0) !== described) refuse("its header names a tensor twice, or describes one wrongly");
  return { header, start: 8 + length };
}

interface Entry {
  name: string;
  shape: number[];
  from: number;
  to: number;
}

function readEntry(name: string, value: unknown): Entry {
  if (!isRecord(value)) refuse(`the header's entry ${quoted(name)} is not an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (dtype !== "F32") refuse(`${quoted(name)} has type ${typeof dtype === "string" ? quoted(dtype) : typeof dtype}; only F32 is read`);
  const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
  if (!Array.isArray(shape) || shape.length > 8 || !shape.every(isCount)) refuse(`${quoted(name)} has an impossible shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) refuse(`${quoted(name)} has impossible offsets`);
  const [from, to] = offsets;
  if (to - from !== size(shape) * 4)
    refuse(`${quoted(name)} has ${to - from} bytes where its shape [${shape.join(", ")}] needs ${size(shape) * 4}`);
  return { name, shape, from, to };
}

function readValues(data: Uint8Array, { name, from, to }: Entry): Float32Array {
  const view = new DataView(data.buffer, data.byteOffset + from, to - from);
  const values = new Float32Array((to - from) / 4);
  for (let i = 0; i < values.length; i++) {
    values[i] = view.getFloat32(4 * i, true);
    if (!Number.isFinite(values[i])) refuse(`${quoted(name)} holds ${values[i]} at position ${i}; every value must be finite`);
  }
  return values;
}

function readContainer(bytes: Uint8Array, kind: ContainerKind): SafetensorsFile {
  const { header, start } = readHeader(bytes, kind);
  const { __metadata__: metadata = {}, ...rest } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) refuse("its metadata are not strings");
  const names = Object.keys(rest);
  if (names.length > kind.mostTensors) refuse(`it has ${names.length} tensors; at most ${kind.mostTensors} are read`);
  const entries = names.map((name) => readEntry(name, rest[name]));
  const data = bytes.subarray(start);
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (entry.from !== end) refuse(`${quoted(entry.name)} starts at byte ${entry.from} where ${end} was expected`);
    end = entry.to;
  }
  if (end !== data.length) refuse(`it has ${data.length} bytes of data where its header describes ${end}`);
  const arrays = entries.map((entry) => ({ name: entry.name, shape: entry.shape, values: readValues(data, entry) }));
  return { arrays, metadata: { ...(metadata as Record<string, string>) } };
}

/**
 * Reads a file whole, or not at all.
 * @throws Error with the reason: too large, not safetensors, not F32, ranges with holes or overlaps, values that are not finite.
 */
export function readSafetensors(bytes: Uint8Array, kind = WEIGHTS_FILE): SafetensorsFile {
  try {
    return readContainer(bytes, kind);
  } catch (error) {
    throw error instanceof Refusal ? new Error(`the ${kind.name} was refused: ${error.message}`) : error;
  }
}
