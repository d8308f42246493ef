import type { StepValues } from "../operations/stepScalar";
import type { CapturedDraw, Uniform } from "./drawCapture";
import type { Programs } from "./programs";

/** A texture of the recorded step: its own, or that of an input or output, which is another at every step. */
export type Place = { texture: WebGLTexture } | { input: number } | { output: number };

type Play = (inputs: readonly WebGLTexture[], outputs: readonly WebGLTexture[], values: StepValues) => void;

/** A draw with the places of its textures. */
interface Planned {
  draw: CapturedDraw;
  textures: (Place | undefined)[];
  targets: Place[];
}

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
  }));
  return (inputs, outputs, values) => {
    const resolve = (place: Place): WebGLTexture => {
      if ("texture" in place) return place.texture;
      return "input" in place ? inputs[place.input] : outputs[place.output];
    };
    let [program, vertexArray]: [WebGLProgram | null, WebGLVertexArrayObject | null] = [null, null];
    const bound: WebGLTexture[] = [];
    for (const { draw, textures, targets } of planned) {
      if (draw.program !== program) gl.useProgram(draw.program);
      if (draw.vertexArray !== vertexArray) gl.bindVertexArray(draw.vertexArray);
      [program, vertexArray] = [draw.program, draw.vertexArray];
      programs.bindTarget({ textures: targets.map(resolve), width: draw.width, height: draw.height });
      textures.forEach((place, unit) => {
        const texture = place && resolve(place);
        if (texture === undefined || bound[unit] === texture) return;
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, texture);
        bound[unit] = texture;
      });
      for (const uniform of draw.uniforms) set(gl, uniform, values);
      if (draw.isOurs) gl.drawArrays(gl.TRIANGLES, 0, 3);
      else gl.drawElements(gl.TRIANGLES, 6, gl.UNSIGNED_SHORT, 0);
    }
  };
}

function set(gl: WebGL2RenderingContext, { place, method, values: numbers, varying }: Uniform, values: StepValues): void {
  for (const { index, name } of varying) numbers[index] = values[name];
  gl[method](place, numbers);
}
