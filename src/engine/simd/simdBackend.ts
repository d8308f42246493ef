import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { type DataType, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { Machine } from "./machine";

type Values = Parameters<MathBackendCPU["write"]>[0];
type DataId = TensorInfo["dataId"];

/** A float32 tensor's values in the machine's memory. tfjs's cpu kernels read and write them through `values`. */
class HeapValues {
  readonly dtype = "float32";
  refCount = 1;
  readonly complexTensorInfos = undefined;
  readonly machine: Machine;
  readonly address: number;
  readonly length: number;
  #view: Float32Array | null = null;

  constructor(machine: Machine, address: number, length: number) {
    this.machine = machine;
    this.address = address;
    this.length = length;
  }

  /** A view, no copy; good until the memory grows. */
  get values(): Float32Array {
    const floats = this.machine.floats();
    if (this.#view?.buffer !== floats.buffer) this.#view = floats.subarray(this.address / 4, this.address / 4 + this.length);
    return this.#view;
  }
}

/** tfjs's cpu backend with its float32 values in one WebAssembly memory; other types stay in JavaScript arrays. */
export class SimdBackend extends MathBackendCPU {
  readonly machine: Machine;

  constructor(machine: Machine) {
    super();
    this.machine = machine;
  }

  /** Where a float32 tensor's values lie, in bytes. @throws Error where there are not as many as its shape says. */
  address({ dataId, shape }: TensorInfo): number {
    const { address, length } = this.#heapValues(dataId);
    const size = util.sizeFromShape(shape);
    if (length !== size) throw new Error(`a tensor of shape [${shape}] has ${length} values instead of ${size}`);
    return address;
  }

  /** A float32 tensor whose values are still undefined. */
  allocate(shape: number[]): TensorInfo {
    const dataId = {};
    this.data.set(dataId, this.#place(util.sizeFromShape(shape)));
    return { dataId, shape, dtype: "float32" };
  }

  /** Gives each of two float32 tensors the other's values and place. Never fails halfway: nothing is allocated. */
  exchange(one: DataId, other: DataId): void {
    const [first, second] = [this.#heapValues(one), this.#heapValues(other)];
    for (const dataId of [one, other]) this.data.delete(dataId);
    this.data.set(one, second);
    this.data.set(other, first);
  }

  override memory() {
    return { ...super.memory(), numBytesHeld: this.machine.heap.used };
  }

  override write(values: Values, shape: number[], dtype: DataType): DataId {
    if (dtype !== "float32") return super.write(values, shape, dtype);
    const dataId = {};
    this.data.set(dataId, this.#filled(values, shape));
    return dataId;
  }

  override move(dataId: DataId, values: Values, shape: number[], dtype: DataType, refCount: number): void {
    if (dtype !== "float32") super.move(dataId, values, shape, dtype, refCount);
    else this.data.set(dataId, Object.assign(this.#filled(values, shape), { refCount }));
  }

  override readSync(dataId: DataId): Values {
    const entry = this.data.get(dataId);
    return entry instanceof HeapValues ? entry.values.slice() : super.readSync(dataId);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const entry = this.data.has(dataId) ? this.data.get(dataId) : undefined;
    const isGone = super.disposeData(dataId, force);
    if (isGone && entry instanceof HeapValues) this.machine.heap.free(entry.address);
    return isGone;
  }

  #heapValues(dataId: DataId): HeapValues {
    const entry = this.data.get(dataId);
    if (!(entry instanceof HeapValues)) throw new Error(`a ${entry.dtype} tensor has no address`);
    return entry;
  }

  #place(length: number): HeapValues {
    return new HeapValues(this.machine, this.machine.heap.allocate(4 * length), length);
  }

  /** tfjs's kernels ask for zeros by giving no values. What they give may lie in this memory; its view is void once that has grown. */
  #filled(values: Values | undefined, shape: number[]): HeapValues {
    const size = util.sizeFromShape(shape);
    if (values !== undefined && values.length !== size) throw new Error(`a tensor of ${size} numbers was given ${values.length}`);
    const isHere = values instanceof Float32Array && values.buffer === this.machine.floats().buffer;
    const start = isHere ? values.byteOffset : 0;
    const place = this.#place(size);
    if (values === undefined) place.values.fill(0);
    else if (isHere) this.machine.bytes().copyWithin(place.address, start, start + 4 * size);
    else place.values.set(values as ArrayLike<number>);
    return place;
  }
}
