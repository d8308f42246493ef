import { expect, test } from "vitest";
import { formulaTree, generatedModule } from "../../scripts/buildFormulas";
import formulas from "../../src/panels/formulas/formulas.tex.json";
import type { MathNode } from "../../src/panels/formulas/mathNode";

/** The tags of MathML Core that the page's style sheet counts on. */
const TAGS = new Set([
  "math",
  "mrow",
  "mi",
  "mo",
  "mn",
  "mtext",
  "mspace",
  "mstyle",
  "msub",
  "msup",
  "mfrac",
  "mover",
  "munder",
  "munderover",
]);
const ATTRIBUTES = new Set(["class", "mathvariant", "stretchy", "separator", "accent", "width", "scriptlevel", "displaystyle", "fence"]);

function nodes(node: MathNode): MathNode[] {
  return [node, ...node.children.flatMap((child) => (typeof child === "string" ? [] : nodes(child)))];
}

function textOf(node: MathNode | string): string {
  return typeof node === "string" ? node : node.children.map(textOf).join("");
}

test.each(Object.entries(formulas))("%s is plain MathML", (_name, tex) => {
  for (const { tag, attributes } of nodes(formulaTree(tex))) {
    expect(TAGS).toContain(tag);
    for (const name of Object.keys(attributes)) expect(ATTRIBUTES).toContain(name);
  }
});

test("a term becomes an element with its class and its colour's", () => {
  const terms = nodes(formulaTree(formulas.objectiveFreeBitsDimension)).map(({ attributes }) => attributes.class);
  expect(terms.filter((name) => name?.startsWith("term-"))).toEqual(["term-beta b", "term-kl k", "term-floor k", "term-divergence k"]);
});

test("the text reads as the formula", () => {
  expect(textOf(formulaTree(formulas.elbo)).replace(/\s/g, "")).toBe("ELBO=𝔼q[logp(x∣z)]−KL(q(z∣x)∥p(z))");
});

test("an unknown term and broken TeX are errors", () => {
  expect(() => formulaTree("\\term{gamma}{x}")).toThrow('unknown term "gamma"');
  expect(() => formulaTree("\\frac{1")).toThrow();
});

test("the generated module lists every name", () => {
  expect(generatedModule({ one: "1", two: "2" })).toContain('export type FormulaName = "one" | "two";');
});
