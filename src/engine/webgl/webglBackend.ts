import { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { type DataType, env, type TensorInfo } from "@tensorflow/tfjs-core";
import { isPlain, layoutOf, packedTextureShape } from "./layout";
import { createPrograms, type DrawNumbers, type Programs } from "./programs";
import { createResidentImages, type ResidentImages } from "./residentImages";
import type { Shader } from "./shader";
import { type TexturePool, texturePool } from "./texturePool";

type DataId = TensorInfo["dataId"];

/** What tfjs keeps of a tensor, as far as it is needed here. */
interface Entry {
  shape: number[];
  dtype: DataType;
  values: ArrayLike<number> | null | undefined;
  texture: { texture: WebGLTexture; texShape: [number, number] } | null | undefined;
  texShape: [number, number] | null | undefined;
  usage: number | null | undefined;
  isPacked: boolean | undefined;
  refCount: number;
}

/** What tfjs marks private and has no other way to. */
interface Internals {
  packTensor(input: TensorInfo): TensorInfo;
  pendingRead: Map<DataId, unknown>;
  packedReshape(input: TensorInfo, shape: number[]): TensorInfo;
}

/** tfjs's flag: programs are compiled and not run. */
const ONLY_PREPARES = "ENGINE_COMPILE_ONLY";

/** tfjs's TextureUsage.RENDER. */
const RENDER = 1;

/** A tensor whose numbers are computed when somebody asks for them; a kernel that knows its kind computes them inside a program of its own. */
export interface Pending {
  kind: "product" | "columnSums" | "noise" | "stepScalar";
  /** Held until then. */
  inputs: readonly TensorInfo[];
  attributes: Readonly<Record<string, number | boolean | string>>;
  compute(): TensorInfo;
}

/** A draw: program, tensors in, numbers, and the shapes of the tensors out, which are all of one layout. */
export interface Draw extends DrawNumbers {
  shader: Shader;
  inputs: readonly (TensorInfo | WebGLTexture)[];
  shape: readonly number[];
}

const isTensor = (input: TensorInfo | WebGLTexture): input is TensorInfo => "dataId" in input;

/** tfjs's WebGL backend with programs of our own beside its own, over the same textures. */
export class WebglBackend extends MathBackendWebGL {
  readonly context: WebGL2RenderingContext;
  readonly programs: Programs;
  readonly images: ResidentImages;
  readonly pool: TexturePool;
  readonly #pending = new Map<DataId, Pending>();

  constructor() {
    super();
    this.context = this.gpgpu.gl as WebGL2RenderingContext;
    this.programs = createPrograms(this.context);
    this.images = createResidentImages(this.context);
    this.pool = texturePool(this.getTextureManager());
  }

  /** A float32 tensor in a texture that holds nothing yet. */
  allocate(shape: readonly number[]): TensorInfo {
    const info = this.makeTensorInfo([...shape], "float32");
    Object.assign(this.#entry(info.dataId), { isPacked: true, usage: RENDER });
    super.uploadToGPU(info.dataId);
    return info;
  }

  /** A tensor to be computed when it is needed. The inputs are held until then. */
  defer(shape: readonly number[], pending: Pending): TensorInfo {
    const info = this.makeTensorInfo([...shape], "float32");
    for (const { dataId } of pending.inputs) this.incRef(dataId);
    this.#pending.set(info.dataId, pending);
    return info;
  }

  pending({ dataId }: TensorInfo): Pending | undefined {
    return this.#pending.get(dataId);
  }

  /** Computes what is still to be. */
  settle(dataId: DataId): void {
    const pending = this.#pending.get(dataId);
    if (pending === undefined) return;
    this.#pending.delete(dataId);
    const { dataId: computed } = pending.compute();
    const { texture, texShape, usage, isPacked, shape } = this.#entry(computed);
    Object.assign(this.#entry(dataId), { texture, texShape, usage, isPacked, shape });
    this.texData.delete(computed);
    this.#release(pending);
  }

  /** The one number of a tensor that is not on the graphics card yet; null where it is, or where there are more. */
  hostScalar({ dataId, shape }: TensorInfo): number | null {
    const { values, texture } = this.#entry(dataId);
    const isOne = shape.every((n) => n === 1);
    return isOne && texture == null && values != null ? values[0] : null;
  }

  /** True of numbers that were never on the graphics card. */
  isOnHost({ dataId }: TensorInfo): boolean {
    const { values, texture } = this.#entry(dataId);
    return texture == null && values != null;
  }

  /** Gives two tensors of one layout each other's texture; false where the first's must stay as it is: clones share it, or it is being read. */
  exchange({ dataId: one }: TensorInfo, { dataId: other }: TensorInfo): boolean {
    const [first, second] = [this.#entry(one), this.#entry(other)];
    if (first.refCount > 1 || (this as unknown as Internals).pendingRead.has(one)) return false;
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

  /** The result of one draw, or null where a tensor lies in its texture in a way that programs here do not read. */
  compute(draw: Draw): TensorInfo | null {
    return this.computeAll({ ...draw, count: 1 })?.[0] ?? null;
  }

  /** The same of a program with several outputs. */
  computeAll({ shader, inputs, shape, count, ints, floats, varying }: Draw & { count: number }): TensorInfo[] | null {
    const layout = layoutOf(shape);
    if (layout.width * layout.height === 0 || !isPlain(layout, packedTextureShape(shape))) return null;
    const borrowed: TensorInfo[] = [];
    try {
      const textures = inputs.map((input) => (isTensor(input) ? this.#textureOf(input, borrowed) : input));
      if (!textures.every((texture) => texture !== null)) return null;
      const outputs = Array.from({ length: count }, () => this.allocate(shape));
      const target = { textures: outputs.map((output) => this.textureIn(output)), width: layout.width, height: layout.height };
      this.programs.draw(shader, textures, target, { ints, floats, varying });
      return outputs;
    } finally {
      for (const { dataId } of borrowed) this.disposeData(dataId);
    }
  }

  /**
   * Sends the inputs, and makes the programs that `compute` needs, all at once, and none of its draws: what it computes means nothing. Resolves when they are
   * ready, the processor being free meanwhile.
   */
  async prepare(inputs: readonly TensorInfo[], compute: () => void): Promise<void> {
    for (const input of inputs) this.#textureOf(input, []);
    env().set(ONLY_PREPARES, true);
    this.programs.onlyPrepares = true;
    try {
      compute();
    } finally {
      env().set(ONLY_PREPARES, false);
      this.programs.onlyPrepares = false;
    }
    await Promise.all([this.programs.whenReady(), this.checkCompileCompletionAsync()]);
    this.getUniformLocations();
  }

  /** The texture that a tensor is in. */
  textureIn({ dataId }: TensorInfo): WebGLTexture {
    const { texture } = this.#entry(dataId);
    if (texture == null) throw new Error("this tensor is in no texture");
    return texture.texture;
  }

  /** The texture of a tensor that programs here can read as it is; null of any other. */
  plainTexture(info: TensorInfo): WebGLTexture | null {
    this.settle(info.dataId);
    const { texture, texShape, isPacked, shape } = this.#entry(info.dataId);
    if (texture == null || texShape == null || !isPacked || !isSameInTexels(shape, info.shape)) return null;
    return isPlain(layoutOf(info.shape), texShape) ? texture.texture : null;
  }

  /** The tensor's texture in the plain layout of its shape, packed or laid out anew where it must be; null where it is wrapped. */
  #textureOf(info: TensorInfo, borrowed: TensorInfo[]): WebGLTexture | null {
    this.settle(info.dataId);
    const entry = this.#entry(info.dataId);
    if (entry.texture == null) Object.assign(entry, { isPacked: true, shape: info.shape });
    this.#send(info.dataId);
    const placed = this.#packed(info, entry, borrowed);
    const { texShape } = this.#entry(placed.dataId);
    return texShape != null && isPlain(layoutOf(info.shape), texShape) ? this.textureIn(placed) : null;
  }

  /** Also while programs are only made, which tfjs takes for a reason to send nothing. */
  #send(dataId: DataId): void {
    const onlyPrepares = env().getBool(ONLY_PREPARES);
    // The program that sends it may be one of those, and not ready to be used.
    if (onlyPrepares && this.#entry(dataId).values != null) this.getUniformLocations();
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

  override uploadToGPU(dataId: DataId): void {
    this.settle(dataId);
    super.uploadToGPU(dataId);
  }

  override readSync(dataId: DataId): ReturnType<MathBackendWebGL["readSync"]> {
    this.settle(dataId);
    return super.readSync(dataId);
  }

  override read(dataId: DataId): ReturnType<MathBackendWebGL["read"]> {
    this.settle(dataId);
    return super.read(dataId);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const isGone = super.disposeData(dataId, force);
    const pending = isGone ? this.#pending.get(dataId) : undefined;
    if (pending !== undefined) {
      this.#pending.delete(dataId);
      this.#release(pending);
    }
    return isGone;
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

  #release({ inputs }: Pending): void {
    for (const { dataId } of inputs) this.disposeData(dataId);
  }

  #entry(dataId: DataId): Entry {
    return this.texData.get(dataId) as unknown as Entry;
  }
}

/** True where both shapes have the same numbers in the same texels. */
function isSameInTexels(one: readonly number[], other: readonly number[]): boolean {
  const [a, b] = [layoutOf(one), layoutOf(other)];
  const isEqual = a.rows === b.rows && a.columns === b.columns && a.batch === b.batch;
  const isStacked = a.columns === b.columns && a.rows % 2 === 0 && b.rows % 2 === 0 && a.batch * a.rows === b.batch * b.rows;
  return isEqual || isStacked;
}

function swap<Part extends keyof Entry>(one: Entry, other: Entry, part: Part): void {
  [one[part], other[part]] = [other[part], one[part]];
}
