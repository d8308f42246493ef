import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Varying } from "./programs";

/** A tensor that an expression reads. */
export interface Operand {
  tensor: TensorInfo;
  /** Its texel at the same place, or any. */
  isHere: boolean;
  /** Texels of it that one texel of the result takes. */
  reads: number;
  /** An operand still to be computed is so within the program that reads it where a texel of it takes at most so many texels of others. */
  most: number;
}

/** What GLSL calls the parts of an expression. */
export interface Names {
  /** A vec4 for the texel here; for any texel a function of its place. */
  operands: readonly string[];
  int(i: number): string;
  float(i: number): string;
  /** How names of functions of the expression's own begin. */
  own: string;
}

/** A tensor as GLSL that computes a texel of it, the one at `place`. */
export interface Expression {
  /** Tells texts apart; whatever the text depends on is in it, but for which operands are read here. */
  key: string;
  operands: readonly Operand[];
  ints?: readonly number[];
  floats?: readonly number[];
  varying?: readonly Varying[];
  /** Its value, and functions that this calls. */
  glsl(names: Names): string | { functions: string; value: string };
  /** What it takes beside its operands, in reads of a texel. */
  effort?: number;
  /** Computed once, by a draw of its own, whoever reads it. */
  isApart?: boolean;
}

/** Reads of texels that one fragment may make for an operand that it sums over. */
const MOST_SUMMED = 1024;
/** The same for one that has to be computed once a fragment wherever that is done, as the gradient of a wide layer. */
const MOST_READ = 4096;

/** Read at the same place, by an expression that computes each of its texels from one of this. */
export const here = (tensor: TensorInfo): Operand => ({ tensor, isHere: true, reads: 1, most: MOST_READ });

/** Each texel is read once or so over all of the result, as by a sum. */
export const once = (tensor: TensorInfo, reads: number): Operand => ({ tensor, isHere: false, reads, most: MOST_SUMMED / reads });

/** Each texel is read for several of the result's, as where it is repeated. */
export const repeated = (tensor: TensorInfo): Operand => ({ tensor, isHere: false, reads: 1, most: 8 });

/** Each texel is read for hundreds of the result's, as by a product. */
export const shared = (tensor: TensorInfo, reads: number): Operand => ({ tensor, isHere: false, reads, most: 1 });

/** Read at most once by each fragment, which may not need it. */
export const chosen = (tensor: TensorInfo): Operand => ({ tensor, isHere: false, reads: 1, most: MOST_READ });

/** What computing an expression takes where all that may be is computed within one program. */
export interface Measure {
  /** Reads of texels for a texel. */
  cost: number;
  /** Textures. */
  width: number;
  /** Expressions. */
  size: number;
}

/** WebGL 2 has 16 textures at least. */
const MOST_TEXTURES = 16;
const MOST_EXPRESSIONS = 40;

/** `within` measures an operand that may be computed within the same program; any other is a texture, or a number. */
export function measureOf({ operands, effort = 0 }: Expression, within: (operand: Operand) => Measure | null): Measure {
  const measure = { cost: effort, width: 0, size: 1 };
  for (const operand of operands) {
    const part = within(operand);
    measure.cost += operand.reads * (part?.cost ?? 1);
    // What takes no texture within a program takes one when it is apart.
    measure.width += Math.max(1, part?.width ?? 1);
    measure.size += part?.size ?? 1;
  }
  return measure;
}

/** True where one program can hold so many textures and expressions. */
export const fitsOneProgram = (width: number, size: number): boolean => width <= MOST_TEXTURES && size <= MOST_EXPRESSIONS;
