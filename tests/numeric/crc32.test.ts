import { describe, expect, it } from "vitest";
import { crc32 } from "../../src/numeric/crc32";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("CRC-32", () => {
  it("of the digits 1 to 9 is the published check value", () => {
    expect(crc32(bytes("123456789"))).toBe(0xcbf43926);
    expect(crc32(bytes(""))).toBe(0);
  });

  it("goes on from what stands in front", () => {
    expect(crc32(bytes("56789"), crc32(bytes("1234")))).toBe(0xcbf43926);
  });

  it("differs after any single bit of a text has changed", () => {
    const text = bytes("posterior collapse");
    const whole = crc32(text);
    for (let bit = 0; bit < 8 * text.length; bit++) {
      const damaged = text.slice();
      damaged[bit >> 3] ^= 1 << (bit & 7);
      expect(crc32(damaged)).not.toBe(whole);
    }
  });
});
