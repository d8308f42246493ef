const POLYNOMIAL = 0xedb88320;

const TABLE: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  return remainder >>> 0;
});

/** The CRC-32 of ISO 3309, as gzip and PNG have it; a uint32. `before` is that of what stands in front. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let remainder = ~before;
  for (let at = 0; at < bytes.length; at++) remainder = (remainder >>> 8) ^ TABLE[(remainder ^ bytes[at]) & 255];
  return ~remainder >>> 0;
}
