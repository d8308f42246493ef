import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Expression, Names, Operand } from "./expression";
import { MATHEMATICS, RANDOM } from "./glsl/mathematics";
import { isSameInTexels } from "./layout";
import type { Varying } from "./programs";
import type { Shader } from "./shader";

/** A program that computes an expression and what it is made of, with its textures and numbers. */
export interface Composition {
  shader: Shader;
  textures: TensorInfo[];
  ints: number[];
  floats: number[];
  varying: Varying[];
}

/** What an operand is within the program: an expression of others, a number, or (null) a texture. */
export type Source = Expression | number | null;

type Node =
  | { kind: "texture"; sampler: number }
  | { kind: "number"; index: number }
  | { kind: "expression"; expression: Expression; operands: number[]; firstInt: number; firstFloat: number };

/**
 * One program of expressions within expressions. The value of `root` is statements that write `out0` …; each operand appears once, however
 * often it is read.
 */
export function compose(root: Expression, outputs: number, sourceOf: (operand: Operand) => Source): Composition {
  const nodes: Node[] = [];
  const keys: string[] = [];
  const known = new Map<TensorInfo["dataId"], { id: number; shape: readonly number[] }>();
  const made: Omit<Composition, "shader"> = { textures: [], ints: [], floats: [], varying: [] };

  const append = (node: Node, key: string): number => {
    keys.push(key);
    return nodes.push(node) - 1;
  };

  const express = (expression: Expression): number => {
    const { key, operands, ints = [], floats = [], varying = [] } = expression;
    const ids = operands.map(idOf);
    const [firstInt, firstFloat] = [made.ints.length, made.floats.length];
    made.ints.push(...ints);
    made.floats.push(...floats);
    for (const one of varying) made.varying.push({ ...one, index: one.index + (one.list === "ints" ? firstInt : firstFloat) });
    return append(
      { kind: "expression", expression, operands: ids, firstInt, firstFloat },
      `${key}(${ids.map((id, i) => (operands[i].isHere ? id : -id - 1))})`,
    );
  };

  const leaf = (tensor: TensorInfo, number: number | null): number =>
    number === null
      ? append({ kind: "texture", sampler: made.textures.push(tensor) - 1 }, "t")
      : append({ kind: "number", index: made.floats.push(number) - 1 }, "n");

  const idOf = (operand: Operand): number => {
    const { dataId, shape } = operand.tensor;
    const found = known.get(dataId);
    if (found !== undefined && isSameInTexels(found.shape, shape)) return found.id;
    const source = sourceOf(operand);
    const id = source !== null && typeof source === "object" ? express(source) : leaf(operand.tensor, source);
    known.set(dataId, { id, shape });
    return id;
  };

  express(root);
  const inputs = made.textures.map((_, i) => `t${i}`);
  const sizes = { ints: made.ints.length, floats: made.floats.length };
  return { ...made, shader: { key: keys.join(" "), inputs, outputs, sizes, body: () => programText(nodes) } };
}

function namesOf({ expression, operands, firstInt, firstFloat }: Extract<Node, { kind: "expression" }>, own: string): Names {
  return {
    operands: operands.map((id, i) => (expression.operands[i].isHere ? `v${id}` : `e${id}`)),
    int: (i) => `ints[${firstInt + i}]`,
    float: (i) => `floats[${firstFloat + i}]`,
    own,
  };
}

function textOf(node: Node, id: number): { functions: string; value: string } {
  switch (node.kind) {
    case "texture":
      return { functions: "", value: `texelFetch(t${node.sampler}, place, 0)` };
    case "number":
      return { functions: "", value: `vec4(floats[${node.index}])` };
    case "expression": {
      const text = node.expression.glsl(namesOf(node, `f${id}`));
      return typeof text === "string" ? { functions: "", value: text } : text;
    }
    default:
      throw new Error(`unknown node ${node satisfies never}`);
  }
}

/** The operands' values at a place come before what is made of them: their numbers are smaller. */
function programText(nodes: readonly Node[]): string {
  const texts = nodes.map(textOf);
  const operandsOf = (id: number, isHere: boolean): number[] => {
    const node = nodes[id];
    return node.kind === "expression" ? node.operands.filter((_, i) => node.expression.operands[i].isHere === isHere) : [];
  };
  const readElsewhere = new Set(nodes.flatMap((_, id) => operandsOf(id, false)));
  /** Statements that make the values which this one is made of, all at the same place. */
  const valuesBefore = (id: number): string => {
    const needed = new Set<number>();
    const need = (one: number) => {
      for (const operand of operandsOf(one, true)) {
        if (!needed.has(operand)) need(operand);
        needed.add(operand);
      }
    };
    need(id);
    return [...needed]
      .sort((a, b) => a - b)
      .map((one) => `vec4 v${one} = ${texts[one].value};`)
      .join("\n  ");
  };
  const functions = texts.map(({ functions: own, value }, id) => {
    const called = readElsewhere.has(id) ? `vec4 e${id}(ivec2 place) {\n  ${valuesBefore(id)}\n  return ${value};\n}\n` : "";
    return `${own}${called}`;
  });
  const root = nodes.length - 1;
  return `${MATHEMATICS}${RANDOM}
${functions.join("")}
void main() {
  ivec2 place = at;
  ${valuesBefore(root)}
  ${texts[root].value}
}`;
}
