import type { MathNode } from "../src/panels/formulas/mathNode";

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#x27;": "'" };

function decode(text: string): string {
  return text.replace(/&[^;]+;/g, (entity) => ENTITIES[entity] ?? entity);
}

/** The one element that `markup` is. Only what a serializer writes: matched tags, quoted attributes, no comments. */
export function parseElement(markup: string): MathNode {
  const root: MathNode = { tag: "", attributes: {}, children: [] };
  const open = [root];
  for (const [token, closing, tag, attributes, selfClosing] of markup.matchAll(/<(\/?)([\w-]+)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>|[^<]+/g)) {
    const parent = open[open.length - 1];
    if (tag === undefined) parent.children.push(decode(token));
    else if (closing === "/") open.pop();
    else {
      const node: MathNode = { tag, attributes: parseAttributes(attributes), children: [] };
      parent.children.push(node);
      if (selfClosing === "") open.push(node);
    }
  }
  const [element] = root.children;
  if (open.length !== 1 || element === undefined || typeof element === "string") throw new Error("not one well-formed element");
  return element;
}

function parseAttributes(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]));
}
