import { env, type TensorInfo } from "@tensorflow/tfjs-core";
import { compose, type Source } from "./composition";
import type { Expression, Operand } from "./expression";
import { isPlain, isSameInTexels, layoutOf, packedTextureShape, stackedTextureShape } from "./layout";
import { type DataId, type Entry, LazyBackend } from "./lazyBackend";
import { createPrograms, type DrawNumbers, type Programs } from "./programs";
import { createResidentImages, type ResidentImages } from "./residentImages";
import type { Shader } from "./shader";
import { createStacks, type Stacks } from "./stacks";
import { type TexturePool, texturePool } from "./texturePool";

/** What tfjs marks private and has no other way to. */
interface Internals {
  packTensor(input: TensorInfo): TensorInfo;
  pendingRead: Map<DataId, unknown>;
  binaryCache: Record<string, { webGLProgram: WebGLProgram; variablesLocations: unknown[] | null }>;
  packedReshape(input: TensorInfo, shape: number[]): TensorInfo;
}

/** tfjs's flag: programs are compiled and not run. */
const ONLY_PREPARES = "ENGINE_COMPILE_ONLY";

/** tfjs's TextureUsage.RENDER. */
const RENDER = 1;

/** A draw of one program: tensors or textures in, and numbers. */
export interface Draw extends DrawNumbers {
  shader: Shader;
  inputs: readonly (TensorInfo | WebGLTexture)[];
}

const isTensor = (input: TensorInfo | WebGLTexture): input is TensorInfo => "dataId" in input;

/** tfjs's WebGL backend with programs of our own beside its own, over the same textures. */
export class WebglBackend extends LazyBackend {
  readonly context: WebGL2RenderingContext;
  readonly programs: Programs;
  readonly images: ResidentImages;
  readonly pool: TexturePool;
  readonly stacks: Stacks = createStacks(this);
  /** Set by what a record of the step under way could not repeat: numbers that the processor draws anew at every step. */
  isSpoiled = false;

  constructor() {
    super();
    this.context = this.gpgpu.gl as WebGL2RenderingContext;
    this.programs = createPrograms(this.context);
    this.images = createResidentImages(this.context);
    this.pool = texturePool(this.getTextureManager());
  }

  /** A float32 tensor in a texture that holds nothing yet, with room for so many texel rows below it. */
  allocate(shape: readonly number[], rowsBelow = 0): TensorInfo {
    const info = this.makeTensorInfo([...shape], "float32");
    Object.assign(this.entry(info.dataId), { isPacked: true, usage: RENDER });
    if (rowsBelow > 0) this.entry(info.dataId).texShape = stackedTextureShape(shape, rowsBelow);
    super.uploadToGPU(info.dataId);
    return info;
  }

  override hostScalar({ dataId, shape }: TensorInfo): number | null {
    const { values, texture } = this.entry(dataId);
    const isOne = shape.every((n) => n === 1);
    return isOne && texture == null && values != null ? values[0] : null;
  }

  /** True of numbers that were never on the graphics card. */
  isOnHost({ dataId }: TensorInfo): boolean {
    const { values, texture } = this.entry(dataId);
    return texture == null && values != null;
  }

  /**
   * Gives two tensors of one layout, the second of which nobody else knows, each other's texture; false where the first's must stay as it is: clones
   * share it, or it is being read. `below` lies in the first's texture and is given up with it.
   */
  exchange({ dataId: one }: TensorInfo, { dataId: other }: TensorInfo, below?: TensorInfo): boolean {
    const isFree = (dataId: DataId, holders: number) =>
      this.entry(dataId).refCount <= holders && !(this as unknown as Internals).pendingRead.has(dataId);
    if (!isFree(one, below === undefined ? 1 : 2) || (below !== undefined && !isFree(below.dataId, 1))) return false;
    const [first, second] = [this.entry(one), this.entry(other)];
    for (const part of ["texture", "texShape", "usage", "isPacked"] as const) swap(first, second, part);
    // A copy that was read back holds no more.
    first.values = null;
    return true;
  }

  /** The same numbers under another shape, where they stand in the same texels; null where they do not. */
  view({ dataId, shape, dtype }: TensorInfo, as: number[]): TensorInfo | null {
    if (!isSameInTexels(shape, as)) return null;
    this.incRef(dataId);
    return { dataId, shape: as, dtype };
  }

  /** True of a shape whose tensors lie in their textures in the plain way, with so many texel rows below them. */
  fits(shape: readonly number[], rowsBelow = 0): boolean {
    const layout = layoutOf(shape);
    const isLow = rowsBelow === 0 || layout.height + rowsBelow <= env().getNumber("WEBGL_MAX_TEXTURE_SIZE");
    return layout.width * layout.height > 0 && isLow && isPlain(layout, packedTextureShape(shape));
  }

  protected override draw(
    expression: Expression,
    shapes: readonly number[][],
    sourceOf: (operand: Operand) => Source,
    rowsBelow = 0,
  ): TensorInfo[] | null {
    const { textures, ...made } = compose(expression, shapes.length, sourceOf);
    this.settleAll(textures);
    return this.run({ ...made, inputs: textures }, shapes, rowsBelow);
  }

  /**
   * The outputs of one draw, all of one layout, with so many texel rows below them; null where a tensor lies in its texture in a way that
   * programs here do not read.
   */
  run({ shader, inputs, ints, floats, varying }: Draw, shapes: readonly number[][], rowsBelow = 0): TensorInfo[] | null {
    if (!shapes.every((shape, i) => (i > 0 && shape === shapes[0]) || this.fits(shape, rowsBelow))) return null;
    const borrowed: TensorInfo[] = [];
    const outputs: TensorInfo[] = [];
    try {
      const textures = inputs.map((input) => (isTensor(input) ? this.#textureOf(input, borrowed) : input));
      if (!textures.every((texture) => texture !== null)) return null;
      for (const shape of shapes) outputs.push(this.allocate(shape, rowsBelow));
      const { width, height } = layoutOf(shapes[0]);
      const target = { textures: outputs.map((output) => this.textureIn(output)), width, height: height + rowsBelow };
      this.programs.draw(shader, textures, target, { ints, floats, varying });
      return outputs;
    } catch (error) {
      for (const { dataId } of outputs) this.disposeData(dataId);
      throw error;
    } finally {
      for (const { dataId } of borrowed) this.disposeData(dataId);
    }
  }

  /**
   * Sends the inputs, and makes the programs that `compute` needs, all at once, and none of its draws: what it computes means nothing. Resolves
   * when they are ready, the processor being free meanwhile; whoever needs one of them before that waits for it.
   */
  async prepare(inputs: readonly TensorInfo[], compute: () => void): Promise<void> {
    for (const input of inputs) this.#textureOf(input, []);
    const internals = this as unknown as Internals;
    const known = new Set(Object.values(internals.binaryCache));
    env().set(ONLY_PREPARES, true);
    this.programs.onlyPrepares = true;
    try {
      compute();
    } finally {
      env().set(ONLY_PREPARES, false);
      this.programs.onlyPrepares = false;
      // Not before: what was sent meanwhile has finished those that there were by then.
      this.#hasUnready = true;
    }
    const stock = Object.values(internals.binaryCache).filter((binary) => !known.has(binary));
    await this.programs.whenReady(stock.map(({ webGLProgram }) => webGLProgram));
    this.#finishPrograms();
  }

  #hasUnready = false;

  /** tfjs's programs that were made ahead lack what a draw needs; it would give it to all of them anew. */
  #finishPrograms(): void {
    if (!this.#hasUnready) return;
    this.#hasUnready = false;
    const internals = this as unknown as Internals;
    const all = internals.binaryCache;
    internals.binaryCache = Object.fromEntries(Object.entries(all).filter(([, { variablesLocations }]) => variablesLocations === null));
    this.getUniformLocations();
    internals.binaryCache = all;
  }

  override runWebGLProgram(...given: Parameters<LazyBackend["runWebGLProgram"]>): TensorInfo {
    if (!env().getBool(ONLY_PREPARES)) this.#finishPrograms();
    return super.runWebGLProgram(...given);
  }

  /** The texture that a tensor is in. */
  textureIn({ dataId }: TensorInfo): WebGLTexture {
    const { texture } = this.entry(dataId);
    if (texture == null) throw new Error("this tensor is in no texture");
    return texture.texture;
  }

  /** The texture of a tensor that programs here can read as it is; null of any other. */
  plainTexture(info: TensorInfo): WebGLTexture | null {
    this.settle(info.dataId);
    const { texture, texShape, isPacked, shape } = this.entry(info.dataId);
    if (texture == null || texShape == null || !isPacked || !isSameInTexels(shape, info.shape)) return null;
    return isPlain(layoutOf(info.shape), texShape) ? texture.texture : null;
  }

  /** The tensor's texture in the plain layout of its shape, packed or laid out anew where it must be; null where it is wrapped. */
  #textureOf(info: TensorInfo, borrowed: TensorInfo[]): WebGLTexture | null {
    this.settle(info.dataId);
    const entry = this.entry(info.dataId);
    if (entry.texture == null) Object.assign(entry, { isPacked: true, shape: info.shape });
    this.#send(info.dataId);
    const placed = this.#packed(info, entry, borrowed);
    const { texShape } = this.entry(placed.dataId);
    return texShape != null && isPlain(layoutOf(info.shape), texShape) ? this.textureIn(placed) : null;
  }

  /** Also while programs are only made, which tfjs takes for a reason to send nothing. */
  #send(dataId: DataId): void {
    const onlyPrepares = env().getBool(ONLY_PREPARES);
    env().set(ONLY_PREPARES, false);
    super.uploadToGPU(dataId);
    env().set(ONLY_PREPARES, onlyPrepares);
  }

  #packed(info: TensorInfo, entry: Entry, borrowed: TensorInfo[]): TensorInfo {
    const internals = this as unknown as Internals;
    if (!entry.isPacked) {
      borrowed.push(internals.packTensor(info));
    } else if (!isSameInTexels(entry.shape, info.shape)) {
      borrowed.push(internals.packedReshape({ ...info, shape: entry.shape }, info.shape));
    } else {
      return info;
    }
    return borrowed[borrowed.length - 1];
  }

  override memory() {
    const info = super.memory();
    return { ...info, numBytesHeld: info.numBytesInGPUAllocated + this.images.bytes };
  }

  /** Deletes textures that are kept for reuse. */
  dropSpare(): void {
    this.pool.empty();
    this.programs.forgetTargets();
  }

  override dispose(): void {
    this.images.dispose();
    this.programs.dispose();
    super.dispose();
  }
}

function swap<Part extends keyof Entry>(one: Entry, other: Entry, part: Part): void {
  [one[part], other[part]] = [other[part], one[part]];
}
