import { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { type DataType, engine, Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import type { Source } from "./composition";
import { type Expression, fitsOneProgram, here, type Measure, measureOf, type Operand } from "./expression";
import { isSameInTexels, layoutOf } from "./layout";

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

/** A tensor whose numbers are computed when somebody asks for them, by a draw of their own or within the program that reads them. */
interface Pending extends Measure {
  tensor: TensorInfo;
  expression: Expression;
  /** Held until then. */
  held: readonly DataId[];
  /** The same by tfjs's kernels, for tensors that programs here do not read. */
  otherwise(): TensorInfo | TensorInfo[];
  /** Expressions that it is an operand of. */
  uses: number;
}

/** What tfjs marks private and has no other way to. */
interface Internals {
  releaseGPUData(dataId: DataId): void;
}

/** What is read by several expressions and takes more than so many texels is computed once. */
const REPEATED_COST = 8;

/** WebGL 2 has four at least. */
const MOST_OUTPUTS = 4;

/** tfjs's WebGL backend with tensors that are computed when somebody asks for them. */
export abstract class LazyBackend extends MathBackendWebGL {
  readonly #pending = new Map<DataId, Pending>();

  /** The result of a draw, whose outputs are of one layout; null where it cannot be drawn. */
  protected abstract draw(
    expression: Expression,
    shapes: readonly number[][],
    sourceOf: (operand: Operand) => Source,
    rowsBelow?: number,
  ): TensorInfo[] | null;

  /** The number that a tensor is, where it is one and not on the graphics card; else null. */
  abstract hostScalar(tensor: TensorInfo): number | null;

  /** A tensor to be computed when it is needed. `inputs` are what `otherwise` computes it from; they and the operands are held until then. */
  defer(shape: readonly number[], expression: Expression, inputs: readonly TensorInfo[], otherwise: Pending["otherwise"]): TensorInfo {
    const tensor = this.makeTensorInfo([...shape], "float32");
    this.#await(tensor, expression, inputs, otherwise);
    return tensor;
  }

  /** Gives up what a tensor was computed to, so that it is again to be computed when it is needed. */
  deferAgain(tensor: TensorInfo, expression: Expression, inputs: readonly TensorInfo[], otherwise: Pending["otherwise"]): void {
    (this as unknown as Internals).releaseGPUData(tensor.dataId);
    Object.assign(this.entry(tensor.dataId), { values: null, texture: null, texShape: null, isPacked: false });
    this.#await(tensor, expression, inputs, otherwise);
  }

  #await(tensor: TensorInfo, expression: Expression, inputs: readonly TensorInfo[], otherwise: Pending["otherwise"]): void {
    const { cost, width, size } = this.#lightened(expression);
    const held = inputs.map(({ dataId }) => dataId);
    for (const { tensor: read } of expression.operands) {
      if (!held.includes(read.dataId)) held.push(read.dataId);
      const pending = this.#pending.get(read.dataId);
      if (pending !== undefined) pending.uses += 1;
    }
    for (const dataId of held) this.incRef(dataId);
    this.#pending.set(tensor.dataId, { cost, width, size, tensor, expression, held, otherwise, uses: 0 });
  }

  /**
   * The results of an expression whose value writes several outputs, computed now, with so many texel rows below them; null where they cannot
   * be drawn.
   */
  compute(expression: Expression, shapes: readonly number[][], rowsBelow = 0): TensorInfo[] | null {
    this.#lightened(expression);
    return this.draw(expression, shapes, (operand) => this.#sourceOf(operand), rowsBelow);
  }

  isPending({ dataId }: TensorInfo): boolean {
    return this.#pending.has(dataId);
  }

  /** What is computed within the program that reads it, were it to be made now. */
  readonly #inlined = ({ tensor, most }: Operand): Pending | null => {
    const pending = this.#pending.get(tensor.dataId);
    if (pending === undefined || pending.expression.isApart || pending.cost > most) return null;
    // Under a shape with the same numbers in other texels it has to be laid out anew.
    return isSameInTexels(pending.tensor.shape, tensor.shape) ? pending : null;
  };

  #sourceOf(operand: Operand): Source {
    const pending = this.#inlined(operand);
    if (pending !== null && (pending.uses <= 1 || pending.cost <= REPEATED_COST)) return pending.expression;
    return this.isPending(operand.tensor) ? null : this.hostScalar(operand.tensor);
  }

  /** What an expression takes after its operands, the largest first, are computed until what remains is no more than one program can hold. */
  #lightened(expression: Expression): Measure {
    for (;;) {
      const measure = measureOf(expression, this.#inlined);
      if (fitsOneProgram(measure.width, measure.size)) return measure;
      const inlined = expression.operands.flatMap((operand) => this.#inlined(operand) ?? []);
      if (inlined.length === 0) return measure;
      const [largest] = inlined.sort((one, other) => other.size - one.size);
      this.settle(largest.tensor.dataId);
    }
  }

  /** Computes what is still to be. */
  settle(dataId: DataId): void {
    const pending = this.#pending.get(dataId);
    if (pending !== undefined) this.#settleTogether([pending]);
  }

  /** Computes what is still to be of these, several by one draw where they are of one layout. */
  settleAll(tensors: readonly TensorInfo[]): void {
    const waiting = new Set(tensors.flatMap(({ dataId }) => this.#pending.get(dataId) ?? []));
    const groups: Pending[][] = [];
    for (const pending of waiting) {
      const group = groups.find((one) => this.#mayJoin(one, pending));
      if (group === undefined) groups.push([pending]);
      else group.push(pending);
    }
    for (const group of groups) this.#settleTogether(group.filter(({ tensor }) => this.isPending(tensor)));
  }

  #mayJoin(group: readonly Pending[], pending: Pending): boolean {
    const [a, b] = [layoutOf(group[0].tensor.shape), layoutOf(pending.tensor.shape)];
    const total = (part: "width" | "size") => group.reduce((sum, other) => sum + other[part], pending[part]);
    const isFree = group.length < MOST_OUTPUTS && fitsOneProgram(total("width"), total("size"));
    const isAlike = a.width === b.width && a.height === b.height;
    return isFree && isAlike && !group.some((other) => this.#dependsOn(other, pending) || this.#dependsOn(pending, other));
  }

  #dependsOn({ expression }: Pending, on: Pending, seen = new Set<Pending>()): boolean {
    return expression.operands.some(({ tensor }) => {
      const operand = this.#pending.get(tensor.dataId);
      if (operand === undefined || seen.has(operand)) return false;
      seen.add(operand);
      return operand === on || this.#dependsOn(operand, on, seen);
    });
  }

  #settleTogether(group: readonly Pending[]): void {
    if (group.length === 0) return;
    const results: Expression = {
      key: "results",
      operands: group.map(({ tensor }) => here(tensor)),
      glsl: (names) => names.operands.map((value, i) => `out${i} = ${value};`).join(" "),
    };
    const own = new Map(group.map(({ tensor, expression }) => [tensor.dataId, expression]));
    const shapes = group.map(({ tensor }) => tensor.shape);
    const drawn = this.draw(results, shapes, (operand) => own.get(operand.tensor.dataId) ?? this.#sourceOf(operand));
    group.forEach((pending, i) => {
      this.#keep(pending, drawn === null ? this.#untracked(pending.otherwise()) : drawn[i]);
    });
  }

  /** Gives a pending tensor the numbers of another, which nobody else knows. */
  #keep(pending: Pending, { dataId: computed }: TensorInfo): void {
    const { dataId } = pending.tensor;
    this.#pending.delete(dataId);
    const { values, texture, texShape, usage, isPacked, shape } = this.entry(computed);
    Object.assign(this.entry(dataId), { values, texture, texShape, usage, isPacked, shape });
    this.texData.delete(computed);
    engine().removeDataId(computed, this);
    this.#release(pending);
  }

  /** What tfjs's kernels have made, computed, and no longer counted by tfjs. */
  #untracked(result: TensorInfo | TensorInfo[]): TensorInfo {
    const computed = Array.isArray(result) ? result[0] : result;
    this.settle(computed.dataId);
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

  #release({ held }: Pending): void {
    for (const dataId of held) if (this.disposeData(dataId)) engine().removeDataId(dataId, this);
  }

  protected entry(dataId: DataId): Entry {
    return this.texData.get(dataId) as unknown as Entry;
  }
}
