/**
 * A program of this engine: one draw computes every texel of its outputs. Tensors lie as tfjs packs them, 2 × 2 numbers a texel:
 * (row, column), (row, column + 1), (row + 1, column), (row + 1, column + 1), leading axes below one another, each from an even row on.
 */
export interface Shader {
  /** Tells programs apart; whatever the text depends on is in it. */
  key: string;
  /** Names of the samplers, in the order in which textures are given. */
  inputs: readonly string[];
  /** Samplers of whole numbers among them. */
  integers?: readonly string[];
  /** Textures that are written at once, `out0` … ; default 1. */
  outputs?: number;
  /** How many numbers of each kind a draw hands to it; default 8. */
  sizes?: { ints: number; floats: number };
  /** GLSL after the declarations. `at` is the texel's place; `ints[i]` and `floats[i]` are the draw's numbers; it must define `main`. */
  body: string | (() => string);
}

const SIZES = { ints: 8, floats: 8 };

/** One triangle that covers everything, made of the vertex's number alone. */
export const VERTEX_SHADER = `#version 300 es
void main() {
  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4. - 1., 0, 1);
}`;

export function fragmentShader({ inputs, integers = [], outputs = 1, sizes = SIZES, body }: Shader): string {
  const samplers = inputs.map((name) => `uniform highp ${integers.includes(name) ? "usampler2D" : "sampler2D"} ${name};`);
  const targets = Array.from({ length: outputs }, (_, i) => `layout(location = ${i}) out vec4 out${i};`);
  return `#version 300 es
precision highp float;
precision highp int;
${samplers.join("\n")}
uniform int ints[${Math.max(1, sizes.ints)}];
uniform float floats[${Math.max(1, sizes.floats)}];
${targets.join("\n")}
#define at ivec2(gl_FragCoord.xy)
${typeof body === "string" ? body : body()}`;
}
