import { fragmentShader, type Shader, VERTEX_SHADER } from "./shader";

/** Where a draw writes: textures of one size, in texels. */
export interface Target {
  textures: WebGLTexture[];
  width: number;
  height: number;
}

export interface DrawNumbers {
  ints?: readonly number[];
  floats?: readonly number[];
}

/** The programs of one context. */
export interface Programs {
  draw(shader: Shader, inputs: readonly WebGLTexture[], target: Target, numbers: DrawNumbers): void;
  /** Begins to compile, without waiting, so that several compile at once. */
  prepare(shader: Shader): void;
  /** Lets go of what refers to textures; needed after textures were deleted. */
  forgetTargets(): void;
  dispose(): void;
}

interface Program {
  program: WebGLProgram;
  ints: WebGLUniformLocation | null;
  floats: WebGLUniformLocation | null;
}

const ATTACHMENTS = 3;

function compile(gl: WebGL2RenderingContext, type: number, source: string): WebGLShader {
  const shader = gl.createShader(type);
  if (shader === null) throw new Error("the graphics context makes no shader");
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

/** Asks for no status: that would wait for the compiler. */
function link(gl: WebGL2RenderingContext, shader: Shader): WebGLProgram {
  const program = gl.createProgram();
  if (program === null) throw new Error("the graphics context makes no program");
  for (const part of [compile(gl, gl.VERTEX_SHADER, VERTEX_SHADER), compile(gl, gl.FRAGMENT_SHADER, fragmentShader(shader))]) {
    gl.attachShader(program, part);
    // It stays as long as the program does.
    gl.deleteShader(part);
  }
  gl.linkProgram(program);
  return program;
}

/** @throws Error with the compiler's words, unless the context is lost, whose end others notice. */
function checkLinked(gl: WebGL2RenderingContext, program: WebGLProgram, { key }: Shader): void {
  if (gl.getProgramParameter(program, gl.LINK_STATUS) || gl.isContextLost()) return;
  const logs = (gl.getAttachedShaders(program) ?? []).map((part) => gl.getShaderInfoLog(part));
  throw new Error(`the graphics driver refuses the program ${key}: ${[gl.getProgramInfoLog(program), ...logs].join(" ")}`);
}

export function createPrograms(gl: WebGL2RenderingContext): Programs {
  const linked = new Map<string, WebGLProgram>();
  const ready = new Map<string, Program>();
  /** By the first of their textures, which is written together with others of its own only. */
  let framebuffers = new Map<WebGLTexture, { textures: WebGLTexture[]; framebuffer: WebGLFramebuffer }>();
  const vertexArray = gl.createVertexArray();

  const prepare = (shader: Shader): WebGLProgram => {
    const found = linked.get(shader.key) ?? link(gl, shader);
    linked.set(shader.key, found);
    return found;
  };

  /** Each sampler's unit is its place among the inputs. */
  const programOf = (shader: Shader): Program => {
    const found = ready.get(shader.key);
    if (found !== undefined) return found;
    const program = prepare(shader);
    checkLinked(gl, program, shader);
    gl.useProgram(program);
    shader.inputs.forEach((name, unit) => {
      gl.uniform1i(gl.getUniformLocation(program, name), unit);
    });
    const made = { program, ints: gl.getUniformLocation(program, "ints"), floats: gl.getUniformLocation(program, "floats") };
    ready.set(shader.key, made);
    return made;
  };

  const bindTarget = ({ textures, width, height }: Target) => {
    const known = framebuffers.get(textures[0]);
    if (known !== undefined && known.textures.length === textures.length && known.textures.every((texture, i) => texture === textures[i])) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, known.framebuffer);
    } else {
      const framebuffer = known?.framebuffer ?? gl.createFramebuffer();
      if (framebuffer === null) throw new Error("the graphics context makes no framebuffer");
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      for (let i = 0; i < ATTACHMENTS; i++) {
        gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, textures[i] ?? null, 0);
      }
      gl.drawBuffers(textures.map((_, i) => gl.COLOR_ATTACHMENT0 + i));
      framebuffers.set(textures[0], { textures: [...textures], framebuffer });
    }
    gl.viewport(0, 0, width, height);
    gl.scissor(0, 0, width, height);
  };

  const forgetTargets = () => {
    for (const { framebuffer } of framebuffers.values()) gl.deleteFramebuffer(framebuffer);
    framebuffers = new Map();
  };

  return {
    prepare,
    draw(shader, inputs, target, { ints, floats }) {
      const { program, ints: intsPlace, floats: floatsPlace } = programOf(shader);
      gl.useProgram(program);
      bindTarget(target);
      gl.bindVertexArray(vertexArray);
      inputs.forEach((texture, unit) => {
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, texture);
      });
      if (intsPlace !== null && ints !== undefined) gl.uniform1iv(intsPlace, ints as number[]);
      if (floatsPlace !== null && floats !== undefined) gl.uniform1fv(floatsPlace, floats as number[]);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
    forgetTargets,
    dispose() {
      forgetTargets();
      for (const program of linked.values()) gl.deleteProgram(program);
      gl.deleteVertexArray(vertexArray);
      linked.clear();
      ready.clear();
    },
  };
}
