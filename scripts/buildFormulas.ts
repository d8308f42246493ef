import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import katex from "katex";
import { type MathNode, type PackedNode, TERM_COLOURS } from "../src/panels/formulas/mathNode";
import { parseElement } from "./mathml";

/** TeX in `src/panels/formulas/formulas.tex.json` → MathML trees in `generated.ts` beside it. KaTeX never reaches the page. */

const SOURCE = fileURLToPath(new URL("../src/panels/formulas/formulas.tex.json", import.meta.url));
const TARGET = fileURLToPath(new URL("../src/panels/formulas/generated.ts", import.meta.url));

/** MathML Core draws these letters from their own code points, not from `mathvariant`. */
const DOUBLE_STRUCK: Record<string, string> = { E: "𝔼", R: "ℝ" };

const FUNCTION_APPLICATION = "\u2061";

/** The formula's MathML, with `\term{name}{…}` as elements of class `term-name`. */
export function formulaTree(tex: string): MathNode {
  const markup = katex.renderToString(tex, {
    output: "mathml",
    throwOnError: true,
    strict: "error",
    macros: { "\\term": "\\textcolor{#1}{#2}" },
  });
  const math = findMath(parseElement(markup));
  const [semantics] = math.children as MathNode[];
  return { tag: "math", attributes: {}, children: [simplify(semantics.children[0] as MathNode)] };
}

function findMath(node: MathNode): MathNode {
  if (node.tag === "math") return node;
  const inner = node.children.find((child) => typeof child !== "string");
  if (inner === undefined || typeof inner === "string") throw new Error("KaTeX made no <math>");
  return findMath(inner);
}

/** A bar over a part is a border (`Formula.css`): a system without a mathematical font has no bar that stretches. */
function simplify(node: MathNode): MathNode {
  const children = withThinSpaces(node.children.map((child) => (typeof child === "string" ? child : simplify(child))));
  const { mathcolor: term, mathvariant, ...attributes } = node.attributes;
  if (term !== undefined) return { tag: "mrow", attributes: { class: termClass(term) }, children };
  if (node.tag === "mover" && attributes.accent === "true")
    return { tag: "mrow", attributes: { class: "overline" }, children: [children[0]] };
  if (mathvariant === "double-struck") return { tag: node.tag, attributes, children: [doubleStruck(children.join(""))] };
  return { tag: node.tag, attributes: mathvariant ? { ...attributes, mathvariant } : attributes, children };
}

function termClass(name: string): string {
  const colour = (TERM_COLOURS as Record<string, string>)[name];
  if (colour === undefined) throw new Error(`unknown term "${name}"; known: ${Object.keys(TERM_COLOURS).join(", ")}`);
  return `term-${name} ${colour}`;
}

function doubleStruck(letter: string): string {
  const character = DOUBLE_STRUCK[letter];
  if (character === undefined) throw new Error(`no double-struck "${letter}" is listed`);
  return character;
}

/** "log p" needs a thin space and "log(" none; MathML's function application has no width of its own. */
function withThinSpaces(children: MathNode["children"]): MathNode["children"] {
  return children.flatMap((child, index) => {
    if (typeof child === "string" || child.children[0] !== FUNCTION_APPLICATION) return [child];
    const next = children[index + 1];
    const opens = next === undefined || (typeof next !== "string" && /^[([]$/.test(String(next.children[0])));
    return opens ? [] : [{ tag: "mspace", attributes: { width: "0.1667em" }, children: [] }];
  });
}

function packed(node: MathNode | string): PackedNode {
  if (typeof node === "string") return node;
  const { tag, attributes, children } = node;
  return [tag, Object.keys(attributes).length > 0 ? attributes : 0, ...children.map(packed)];
}

/** The text of `generated.ts` for a list of formulas. */
export function generatedModule(formulas: Record<string, string>): string {
  const lines = Object.entries(formulas).map(([name, tex]) => `  ${name}: ${JSON.stringify(packed(formulaTree(tex)))},`);
  return [
    "// Made by scripts/buildFormulas.ts from formulas.tex.json.",
    'import type { PackedNode } from "./mathNode";',
    "",
    `export type FormulaName = ${Object.keys(formulas)
      .map((name) => JSON.stringify(name))
      .join(" | ")};`,
    "",
    "export const FORMULAS: Record<FormulaName, PackedNode> = {",
    ...lines,
    "};",
    "",
  ].join("\n");
}

/** Writes `generated.ts`, unless it is up to date (a dev server would reload the page). */
export function buildFormulas(): void {
  const formulas = JSON.parse(readFileSync(SOURCE, "utf8")) as Record<string, string>;
  mkdirSync(dirname(TARGET), { recursive: true });
  const text = generatedModule(formulas);
  if (!existsSync(TARGET) || readFileSync(TARGET, "utf8") !== text) writeFileSync(TARGET, text);
}
