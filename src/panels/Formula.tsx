import { createElement, type ReactNode } from "react";
import { FORMULAS, type FormulaName } from "./formulas/generated";
import "./Formula.css";
import type { PackedNode, TermName } from "./formulas/mathNode";

/** How to render the marked parts of a formula: each gets the part's own element and returns what stands in its place. */
export type TermRenderers = Partial<Record<TermName, (children: ReactNode) => ReactNode>>;

/**
 * A formula as MathML. A part with a renderer in `terms` is handed to it; a control among MathML must itself be a MathML
 * element (`mrow` with a role, a tab stop and key handling), since HTML elements end the formula.
 */
export function Formula({ name, terms = {} }: { name: FormulaName; terms?: TermRenderers }): ReactNode {
  return renderNode(FORMULAS[name], terms, 0);
}

function renderNode(node: PackedNode, terms: TermRenderers, key: number): ReactNode {
  if (typeof node === "string") return node;
  const [tag, given, ...inner] = node;
  const { class: className, ...attributes } = given || {};
  const children = inner.map((child, index) => renderNode(child, terms, index));
  const element = createElement(tag, { ...attributes, className, key }, ...children);
  const renderTerm = terms[termOf(className)];
  return renderTerm === undefined ? element : renderTerm(element);
}

/** The term that an element's class names ("term-beta b" → beta). The empty name is no one's. */
function termOf(className: string | undefined): TermName {
  return (/(?:^| )term-(\w+)/.exec(className ?? "")?.[1] ?? "") as TermName;
}
