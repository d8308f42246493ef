import type { MadeDraw, Programs, Varying } from "./programs";

/** A draw with all the state it depends on. */
export interface CapturedDraw {
  program: WebGLProgram;
  vertexArray: WebGLVertexArrayObject | null;
  /** Programs of ours draw a triangle without vertices, tfjs's two of its own. */
  isOurs: boolean;
  /** By texture unit. */
  textures: WebGLTexture[];
  targets: WebGLTexture[];
  width: number;
  height: number;
  uniforms: Uniform[];
}

export interface Uniform {
  place: WebGLUniformLocation;
  /** The method that sets it. */
  method: "uniform1fv" | "uniform2fv" | "uniform3fv" | "uniform4fv" | "uniform1iv" | "uniform2iv" | "uniform3iv" | "uniform4iv";
  values: number[];
  varying: readonly Varying[];
}

/** What was sent to a texture meanwhile. */
export interface Captured {
  draws: CapturedDraw[];
  uploads: WebGLTexture[];
}

function captureOwn({ program, places, vertexArray, inputs, target, ints, floats, varying = [] }: MadeDraw): CapturedDraw {
  const uniforms: Uniform[] = [];
  const of = (list: "ints" | "floats") => varying.filter((one) => one.list === list);
  if (places.ints !== null && ints !== undefined)
    uniforms.push({ place: places.ints, method: "uniform1iv", values: [...ints], varying: of("ints") });
  if (places.floats !== null && floats !== undefined)
    uniforms.push({ place: places.floats, method: "uniform1fv", values: [...floats], varying: of("floats") });
  const { textures, width, height } = target;
  return { program, vertexArray, isOurs: true, textures: [...inputs], targets: [...textures], width, height, uniforms };
}

/** Methods by the type that GL names; samplers and booleans are whole numbers to it. */
function methodOf(gl: WebGL2RenderingContext, type: number): Uniform["method"] {
  const methods = new Map<number, Uniform["method"]>([
    [gl.FLOAT, "uniform1fv"],
    [gl.FLOAT_VEC2, "uniform2fv"],
    [gl.FLOAT_VEC3, "uniform3fv"],
    [gl.FLOAT_VEC4, "uniform4fv"],
    [gl.INT_VEC2, "uniform2iv"],
    [gl.INT_VEC3, "uniform3iv"],
    [gl.INT_VEC4, "uniform4iv"],
  ]);
  return methods.get(type) ?? "uniform1iv";
}

/** A draw of tfjs, from what the context says of its state: slow, and asked once in a run. */
function captureState(gl: WebGL2RenderingContext): CapturedDraw {
  const program = gl.getParameter(gl.CURRENT_PROGRAM) as WebGLProgram;
  const textures: WebGLTexture[] = [];
  const uniforms: Uniform[] = [];
  const count = gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS) as number;
  for (let i = 0; i < count; i++) {
    const info = gl.getActiveUniform(program, i);
    for (let element = 0; info !== null && element < info.size; element++) {
      const place = gl.getUniformLocation(program, info.name.replace("[0]", `[${element}]`));
      if (place === null) continue;
      const value = gl.getUniform(program, place) as number | Iterable<number>;
      const values = typeof value === "object" ? [...value] : [Number(value)];
      if (info.type === gl.SAMPLER_2D) {
        gl.activeTexture(gl.TEXTURE0 + values[0]);
        textures[values[0]] = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture;
      }
      uniforms.push({ place, method: methodOf(gl, info.type), values, varying: [] });
    }
  }
  const [, , width, height] = gl.getParameter(gl.VIEWPORT) as Int32Array;
  const target = gl.getFramebufferAttachmentParameter(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.FRAMEBUFFER_ATTACHMENT_OBJECT_NAME);
  const vertexArray = gl.getParameter(gl.VERTEX_ARRAY_BINDING) as WebGLVertexArrayObject;
  return { program, vertexArray, isOurs: false, textures, targets: [target], width, height, uniforms };
}

/** Runs `compute` and notes every draw that it makes and every texture that it sends. */
export function capture<T>(gl: WebGL2RenderingContext, programs: Programs, compute: () => T): { result: T; captured: Captured } {
  const captured: Captured = { draws: [], uploads: [] };
  const uploaded = () => void captured.uploads.push(gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture);
  // The instance's own for the time being, over the prototype's.
  const { drawElements, texImage2D, texSubImage2D } = gl;
  const send = (original: (...given: never[]) => void) =>
    function (this: WebGL2RenderingContext, ...given: never[]) {
      uploaded();
      original.apply(this, given);
    };
  Object.assign(gl, {
    drawElements(...given: Parameters<typeof drawElements>) {
      drawElements.apply(gl, given);
      captured.draws.push(captureState(gl));
    },
    texImage2D: send(texImage2D as (...given: never[]) => void),
    texSubImage2D: send(texSubImage2D as (...given: never[]) => void),
  });
  programs.watcher = (draw) => void captured.draws.push(captureOwn(draw));
  try {
    return { result: compute(), captured };
  } finally {
    programs.watcher = null;
    for (const name of ["drawElements", "texImage2D", "texSubImage2D"]) Reflect.deleteProperty(gl, name);
  }
}
