import type { StepValues } from "../operations/stepScalar";
import type { CapturedDraw, Uniform } from "./drawCapture";
import type { Programs } from "./programs";

/** A texture of the recorded step: its own, or that of an input or output, which is another at every step. */
export type Place = { texture: WebGLTexture } | { input: number } | { output: number };

/** Inputs and outputs that no draw reads or writes need no texture. */
type Textures = readonly (WebGLTexture | null)[];

type Play = (inputs: Textures, outputs: Textures, values: StepValues) => void;

/** A draw with the places of its textures, and the framebuffers of those that it was made to: few, for they come by turns. */
interface Planned {
  draw: CapturedDraw;
  textures: (Place | undefined)[];
  targets: Place[];
  framebuffers: { textures: WebGLTexture[]; framebuffer: WebGLFramebuffer }[];
}

/** More than this, and they do not come by turns. */
const MOST_FRAMEBUFFERS = 4;

/**
 * Makes the draws again, over the textures that stand in their places now. Bare calls: nothing is asked of the context, and what it is set to
 * already is not set again.
 */
export function playDraws(
  gl: WebGL2RenderingContext,
  programs: Programs,
  draws: readonly CapturedDraw[],
  placeOf: (texture: WebGLTexture) => Place,
): Play {
  const planned: Planned[] = draws.map((draw) => ({
    draw,
    textures: Array.from(draw.textures, (texture) => texture && placeOf(texture)),
    targets: draw.targets.map(placeOf),
    framebuffers: [],
  }));
  let { generation } = programs;

  const framebufferOf = (plan: Planned, textures: WebGLTexture[]): WebGLFramebuffer => {
    const known = plan.framebuffers.find((one) => one.textures.every((texture, i) => texture === textures[i]));
    if (known !== undefined) return known.framebuffer;
    const framebuffer = programs.framebufferOf(textures);
    plan.framebuffers = [{ textures, framebuffer }, ...plan.framebuffers.slice(0, MOST_FRAMEBUFFERS - 1)];
    return framebuffer;
  };

  return (inputs, outputs, values) => {
    if (generation !== programs.generation) for (const plan of planned) plan.framebuffers = [];
    generation = programs.generation;
    const resolve = (place: Place): WebGLTexture => {
      if ("texture" in place) return place.texture;
      // Of a place that a draw has there is one.
      return ("input" in place ? inputs[place.input] : outputs[place.output]) as WebGLTexture;
    };
    const now = state(gl);
    for (const plan of planned) {
      const { draw, textures, targets } = plan;
      now.use(draw);
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebufferOf(plan, targets.map(resolve)));
      now.size(draw.width, draw.height);
      textures.forEach((place, unit) => {
        if (place !== undefined) now.bind(unit, resolve(place));
      });
      for (const uniform of draw.uniforms) set(gl, uniform, values);
      if (draw.isOurs) gl.drawArrays(gl.TRIANGLES, 0, 3);
      else gl.drawElements(gl.TRIANGLES, 6, gl.UNSIGNED_SHORT, 0);
    }
  };
}

/** What the context is set to, from nothing known on. */
function state(gl: WebGL2RenderingContext) {
  let [program, vertexArray]: [WebGLProgram | null, WebGLVertexArrayObject | null] = [null, null];
  let [width, height] = [0, 0];
  const bound: WebGLTexture[] = [];
  return {
    use(draw: CapturedDraw) {
      if (draw.program !== program) gl.useProgram(draw.program);
      if (draw.vertexArray !== vertexArray) gl.bindVertexArray(draw.vertexArray);
      [program, vertexArray] = [draw.program, draw.vertexArray];
    },
    size(newWidth: number, newHeight: number) {
      if (newWidth === width && newHeight === height) return;
      [width, height] = [newWidth, newHeight];
      gl.viewport(0, 0, width, height);
      gl.scissor(0, 0, width, height);
    },
    bind(unit: number, texture: WebGLTexture) {
      if (bound[unit] === texture) return;
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      bound[unit] = texture;
    },
  };
}

function set(gl: WebGL2RenderingContext, { place, method, values: numbers, varying }: Uniform, values: StepValues): void {
  for (const { index, name } of varying) numbers[index] = values[name];
  gl[method](place, numbers);
}
