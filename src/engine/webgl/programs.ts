import type { StepValueName } from "../operations/stepScalar";
import { fragmentShader, type Shader, VERTEX_SHADER } from "./shader";

/** Where a draw writes: textures of one size, in texels. */
export interface Target {
  textures: WebGLTexture[];
  width: number;
  height: number;
}

/** A number of a draw that differs between steps. */
export interface Varying {
  list: "ints" | "floats";
  index: number;
  name: StepValueName;
}

export interface DrawNumbers {
  ints?: readonly number[];
  floats?: readonly number[];
  varying?: readonly Varying[];
}

/** A draw as it was made. */
export interface MadeDraw extends DrawNumbers {
  program: WebGLProgram;
  places: Record<"ints" | "floats", WebGLUniformLocation | null>;
  vertexArray: WebGLVertexArrayObject | null;
  inputs: readonly WebGLTexture[];
  target: Target;
}

/** The programs of one context. */
export interface Programs {
  draw(shader: Shader, inputs: readonly WebGLTexture[], target: Target, numbers: DrawNumbers): void;
  /** Told of every draw, where it is set. */
  watcher: ((draw: MadeDraw) => void) | null;
  /** The framebuffer of these textures: the same until targets are forgotten. */
  framebufferOf(textures: readonly WebGLTexture[]): WebGLFramebuffer;
  /** How often targets were forgotten. */
  readonly generation: number;
  /** While true a draw only begins to compile its program, without waiting, so that several compile at once. */
  onlyPrepares: boolean;
  /** Resolves when all programs that were begun, and these of others, are made. */
  whenReady(others: readonly WebGLProgram[]): Promise<void>;
  /** Lets go of what refers to textures; needed after textures were deleted. */
  forgetTargets(): void;
  dispose(): void;
}

interface Program {
  program: WebGLProgram;
  places: MadeDraw["places"];
}

/** Between two questions whether programs are made, in milliseconds. */
const POLL_INTERVAL = 5;

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
  /** By the numbers of their textures. */
  let framebuffers = new Map<string, WebGLFramebuffer>();
  const numbers = new WeakMap<WebGLTexture, number>();
  let textureCount = 0;
  let generation = 0;
  const vertexArray = gl.createVertexArray();

  const prepare = (shader: Shader): WebGLProgram => {
    const found = linked.get(shader.key) ?? link(gl, shader);
    linked.set(shader.key, found);
    return found;
  };

  const numberOf = (texture: WebGLTexture): number => {
    const known = numbers.get(texture);
    if (known !== undefined) return known;
    textureCount += 1;
    numbers.set(texture, textureCount);
    return textureCount;
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
    const made = { program, places: { ints: gl.getUniformLocation(program, "ints"), floats: gl.getUniformLocation(program, "floats") } };
    ready.set(shader.key, made);
    return made;
  };

  const makeFramebuffer = (textures: readonly WebGLTexture[]): WebGLFramebuffer => {
    const framebuffer = gl.createFramebuffer();
    if (framebuffer === null) throw new Error("the graphics context makes no framebuffer");
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    textures.forEach((texture, i) => {
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, texture, 0);
    });
    gl.drawBuffers(textures.map((_, i) => gl.COLOR_ATTACHMENT0 + i));
    return framebuffer;
  };

  const framebufferOf = (textures: readonly WebGLTexture[]): WebGLFramebuffer => {
    const key = textures.map(numberOf).join(" ");
    const found = framebuffers.get(key) ?? makeFramebuffer(textures);
    framebuffers.set(key, found);
    return found;
  };

  const forgetTargets = () => {
    for (const framebuffer of framebuffers.values()) gl.deleteFramebuffer(framebuffer);
    framebuffers = new Map();
    generation += 1;
  };

  const draw = ({ program, places, vertexArray: array, inputs, target, ints, floats }: MadeDraw) => {
    gl.useProgram(program);
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebufferOf(target.textures));
    gl.viewport(0, 0, target.width, target.height);
    gl.scissor(0, 0, target.width, target.height);
    gl.bindVertexArray(array);
    inputs.forEach((texture, unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
    });
    if (places.ints !== null && ints !== undefined) gl.uniform1iv(places.ints, ints as number[]);
    if (places.floats !== null && floats !== undefined) gl.uniform1fv(places.floats, floats as number[]);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  };

  return {
    watcher: null,
    onlyPrepares: false,
    async whenReady(others) {
      const parallel = gl.getExtension("KHR_parallel_shader_compile");
      if (parallel === null) return;
      const isReady = (program: WebGLProgram) => gl.getProgramParameter(program, parallel.COMPLETION_STATUS_KHR) || gl.isContextLost();
      while (![...linked.values(), ...others].every(isReady)) await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL));
    },
    framebufferOf,
    get generation() {
      return generation;
    },
    draw(shader, inputs, target, given) {
      if (this.onlyPrepares) return void prepare(shader);
      const made = { ...programOf(shader), vertexArray, inputs, target, ...given };
      draw(made);
      this.watcher?.(made);
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
