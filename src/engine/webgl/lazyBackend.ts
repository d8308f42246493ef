import { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { type DataType, engine, Tensor, type TensorInfo } from "@tensorflow/tfjs-core";

export type DataId = TensorInfo["dataId"];

/** What tfjs keeps of a tensor, as far as it is needed here. */
export interface Entry {
  shape: number[];
  dtype: DataType;
  values: ArrayLike<number> | null | undefined;
  texture: { texture: WebGLTexture; texShape: [number, number] } | null | undefined;
  texShape: [number, number] | null | undefined;
  usage: number | null | undefined;
  isPacked: boolean | undefined;
  refCount: number;
}

/** A tensor whose numbers are computed when somebody asks for them; a kernel that knows its kind computes them inside a program of its own. */
export interface Pending {
  kind: "product" | "columnSums" | "noise" | "stepScalar";
  /** Held until then. */
  inputs: readonly TensorInfo[];
  attributes: Readonly<Record<string, number | boolean | string>>;
  compute(): TensorInfo;
}

/** tfjs's WebGL backend with tensors that are computed when somebody asks for them. */
export class LazyBackend extends MathBackendWebGL {
  readonly #pending = new Map<DataId, Pending>();

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
    const { dataId: computed } = this.#untracked(pending.compute());
    this.#pending.delete(dataId);
    const { values, texture, texShape, usage, isPacked, shape } = this.entry(computed);
    Object.assign(this.entry(dataId), { values, texture, texShape, usage, isPacked, shape });
    this.texData.delete(computed);
    this.#release(pending);
  }

  /** A tensor that tfjs keeps count of, as one that it does not. */
  #untracked(computed: TensorInfo): TensorInfo {
    if (!(computed instanceof Tensor)) return computed;
    const { dataId, shape, dtype } = computed;
    this.incRef(dataId);
    computed.dispose();
    return { dataId, shape, dtype };
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

  override readToGPU(...given: Parameters<MathBackendWebGL["readToGPU"]>): ReturnType<MathBackendWebGL["readToGPU"]> {
    this.settle(given[0]);
    return super.readToGPU(...given);
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

  #release({ inputs }: Pending): void {
    for (const { dataId } of inputs) if (this.disposeData(dataId)) engine().removeDataId(dataId, this);
  }

  protected entry(dataId: DataId): Entry {
    return this.texData.get(dataId) as unknown as Entry;
  }
}
