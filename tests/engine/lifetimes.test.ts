import { expect, test } from "vitest";
import type { CapturedDraw } from "../../src/engine/webgl/drawCapture";
import { sharedTextures } from "../../src/engine/webgl/lifetimes";

const texture = (name: string) => ({ name }) as unknown as WebGLTexture;

const draw = (textures: WebGLTexture[], targets: WebGLTexture[]) => ({ textures, targets }) as CapturedDraw;

test("a texture is taken over by another of its kind once it has been read for the last time, and not in the draw that reads it", () => {
  const [input, a, b, c, d, other] = ["input", "a", "b", "c", "d", "other"].map(texture);
  const draws = [draw([input], [a]), draw([a], [b]), draw([b], [c]), draw([c], [other]), draw([c, other], [d])];
  const intermediates = [a, b, c, d].map((one) => ({ texture: one, kind: "square" })).concat({ texture: other, kind: "long" });
  const places = sharedTextures(draws, intermediates);
  expect(places.get(a)).toBe(a);
  expect(places.get(b)).toBe(b);
  expect(places.get(c)).toBe(a);
  expect(places.get(d)).toBe(b);
  expect(places.get(other)).toBe(other);
  expect(places.has(input)).toBe(false);
});

test("what several draws write in turn lasts to its last reader", () => {
  const [a, b, c] = ["a", "b", "c"].map(texture);
  const places = sharedTextures(
    [draw([], [a]), draw([a], [b]), draw([b], [a]), draw([a], [c])],
    [a, b, c].map((one) => ({ texture: one, kind: "one" })),
  );
  expect([places.get(a), places.get(b), places.get(c)]).toEqual([a, b, b]);
});
