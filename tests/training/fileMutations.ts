import { crc32 } from "../../src/numeric/crc32";
import type { Chance } from "../chance";

/** A safetensors file taken apart, so that a mutation reaches what lies behind the container, and put together again. */
interface Parts {
  header: string;
  data: Uint8Array;
}

function partsOf(bytes: Uint8Array): Parts {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return { header: new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd(), data: bytes.slice(8 + length) };
}

function fileOf({ header, data }: Parts): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

type Mutation = (bytes: Uint8Array, by: Chance) => Uint8Array;

/** What a value of the header, or of a text within it, is replaced by. */
export const HOSTILE = [
  "null",
  "true",
  "-1",
  "0",
  "-0",
  "0.5",
  "1e999",
  "-1e400",
  "9007199254740993",
  "1e308",
  "4294967296",
  '""',
  '"x"',
  '"NaN"',
  "[]",
  "{}",
  "[null]",
  '{"toString":1}',
  '{"__proto__":{"step":7}}',
  "[[[[[[[[[[1]]]]]]]]]]",
  `"${"y".repeat(3000)}"`,
  `[${"1,".repeat(2000)}1]`,
  `${"[".repeat(5000)}${"]".repeat(5000)}`,
];
const KEYS = ["__proto__", "constructor", "toString", "curve", "decoder.0.bias", "__metadata__", "adam.v.", "", "\\u0000", "ü"];

const flipped: Mutation = (bytes, by) => {
  const out = bytes.slice();
  for (let n = 1 + by.whole(4); n > 0; n--) out[by.whole(out.length)] ^= 1 << by.whole(8);
  return out;
};

const inLength: Mutation = (bytes, by) => {
  const out = bytes.slice();
  out[by.whole(8)] = by.whole(256);
  return out;
};

const cut: Mutation = (bytes, by) => bytes.slice(0, by.whole(bytes.length));

const grown: Mutation = (bytes, by) => {
  const out = new Uint8Array(bytes.length + 1 + by.whole(64));
  out.set(bytes);
  return out;
};

const moved: Mutation = (bytes, by) => {
  const out = bytes.slice();
  const size = 1 + by.whole(40);
  const [from, to] = [by.whole(out.length - size), by.whole(out.length - size)];
  out.copyWithin(to, from, from + size);
  return out;
};

const withHeader = (bytes: Uint8Array, change: (header: string) => string): Uint8Array => {
  const { header, data } = partsOf(bytes);
  return fileOf({ header: change(header), data });
};

/** A value of the header by another; the texts of the metadata hold values too, behind a backslash. */
const otherValue: Mutation = (bytes, by) =>
  withHeader(bytes, (header) => {
    const values = [...header.matchAll(/(\\?")\s*:\s*(\\?"[^"\\]*\\?"|-?[\d.e+-]+|\[[^[\]]*\]|null|true|false)/g)];
    const found = by.pick(values);
    const end = found.index + found[0].length;
    const isInner = found[1].startsWith("\\");
    const hostile = by.pick(HOSTILE);
    const value = isInner ? hostile.replaceAll('"', '\\"') : hostile;
    return header.slice(0, end - found[2].length) + value + header.slice(end);
  });

const otherNumber: Mutation = (bytes, by) =>
  withHeader(bytes, (header) => {
    const found = by.pick([...header.matchAll(/\d+(\.\d+)?/g)]);
    const value = by.pick([
      "0",
      "1",
      "2",
      "3",
      "7",
      "64",
      "1024",
      "99999999",
      String(Number(found[0]) + 1),
      String(Number(found[0]) - 1),
      `-${found[0]}`,
    ]);
    return header.slice(0, found.index) + value + header.slice(found.index + found[0].length);
  });

const otherKey: Mutation = (bytes, by) =>
  withHeader(bytes, (header) => {
    const found = by.pick([...header.matchAll(/(\\?")([\w.]+)\\?"\s*:/g)]);
    const at = found.index + found[1].length;
    return header.slice(0, at) + by.pick(KEYS) + header.slice(at + found[2].length);
  });

const charactersOfHeader: Mutation = (bytes, by) =>
  withHeader(bytes, (header) => {
    const at = by.whole(header.length);
    return header.slice(0, at) + by.pick(["", "{", "}", '"', ",", "\\", "\u0000", "é", "9", "[", ":"]) + header.slice(at + by.whole(3));
  });

/** One more entry, or one twice, or as many as make a header that is a bomb. */
const moreEntries: Mutation = (bytes, by) =>
  withHeader(bytes, (header) => {
    const extra = (name: string) => `"${name}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`;
    const count = by.pick([1, 1, 2, 300, 1500]);
    const name = by.pick([...KEYS, "encoder.0.weight"]);
    return `{${Array.from({ length: count }, (_, i) => extra(count > 2 ? `${name}${i}` : name)).join()},${header.slice(1)}`;
  });

/** One number of the data by one that is none, or that no step leads to. */
const otherData: Mutation = (bytes, by) => {
  const { header, data } = partsOf(bytes);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const value = by.pick([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -1, -0, 1e-45, 0.5, 2 ** 24]);
  view.setFloat32(4 * by.whole(data.length / 4), value, true);
  return fileOf({ header, data });
};

export const MUTATIONS: readonly Mutation[] = [
  flipped,
  inLength,
  cut,
  grown,
  moved,
  otherValue,
  otherValue,
  otherNumber,
  otherNumber,
  otherKey,
  charactersOfHeader,
  moreEntries,
  otherData,
  otherData,
];

/** The file with the checksum that its contents have, so that what was changed of them is what is judged; as it is where it cannot be read. */
export function sealed(bytes: Uint8Array): Uint8Array {
  try {
    const { header, data } = partsOf(bytes);
    const { __metadata__: metadata, ...entries } = JSON.parse(header) as Record<string, Record<string, unknown>>;
    const { checksum: _old, ...described } = metadata as Record<string, string>;
    const shapes = Object.entries(entries).map(([name, { shape }]) => [name, shape]);
    const text = JSON.stringify([Object.entries(described).sort(([a], [b]) => (a < b ? -1 : 1)), shapes]);
    const checksum = crc32(data, crc32(new TextEncoder().encode(text)))
      .toString(16)
      .padStart(8, "0");
    return fileOf({ header: JSON.stringify({ __metadata__: { ...described, checksum }, ...entries }), data });
  } catch {
    return bytes;
  }
}
