import type { CapturedDraw } from "./drawCapture";

/** Textures that hold a step's intermediate results, with what tells which may stand for one another. */
export interface Intermediate {
  texture: WebGLTexture;
  kind: string;
}

/**
 * Which texture each intermediate may be kept in: one that was another's, of the same kind, is taken over once that has been read for the
 * last time. Each must be written before it is read.
 */
export function sharedTextures(draws: readonly CapturedDraw[], intermediates: readonly Intermediate[]): Map<WebGLTexture, WebGLTexture> {
  const kinds = new Map(intermediates.map(({ texture, kind }) => [texture, kind]));
  const lastUse = new Map<WebGLTexture, number>();
  draws.forEach(({ textures, targets }, at) => {
    for (const texture of [...textures, ...targets]) lastUse.set(texture, at);
  });
  const free = new Map<string, WebGLTexture[]>();
  const places = new Map<WebGLTexture, WebGLTexture>();
  draws.forEach(({ textures, targets }, at) => {
    for (const target of targets) {
      const kind = kinds.get(target);
      if (kind !== undefined && !places.has(target)) places.set(target, free.get(kind)?.pop() ?? target);
    }
    for (const texture of new Set([...textures, ...targets])) {
      const [kind, place] = [kinds.get(texture), places.get(texture)];
      if (kind === undefined || place === undefined || lastUse.get(texture) !== at) continue;
      free.set(kind, [...(free.get(kind) ?? []), place]);
    }
  });
  return places;
}
