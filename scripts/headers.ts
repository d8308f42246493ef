/** The rules of a `_headers` file (Netlify, Cloudflare Pages): a path pattern, then indented `Name: value` lines. */
export interface HeaderRule {
  pattern: RegExp;
  headers: [name: string, value: string][];
}

/** Throws an Error with the line for what is neither a path, a header nor a comment. */
export function parseHeaders(text: string): HeaderRule[] {
  const rules: HeaderRule[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const header = /^\s+([\w-]+):\s*(.+?)\s*$/.exec(line);
    const rule = rules[rules.length - 1];
    if (/^\/\S*$/.test(line)) rules.push({ pattern: pathPattern(line), headers: [] });
    else if (header !== null && rule !== undefined) rule.headers.push([header[1], header[2]]);
    else throw new Error(`_headers, line ${index + 1}: neither a path nor a header: ${line}`);
  }
  return rules;
}

/**
 * Headers of one path: those of every rule that matches. The values of a header that several give are joined with a comma, as
 * Cloudflare does; Netlify takes one of them, so that only a path without such a header is served the same by both.
 */
export function headersFor(rules: readonly HeaderRule[], path: string): Record<string, string> {
  const joined = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of rules.filter(({ pattern }) => pattern.test(path)).flatMap(({ headers }) => headers)) {
    const before = joined.get(name.toLowerCase());
    joined.set(name.toLowerCase(), { name: before?.name ?? name, values: [...(before?.values ?? []), value] });
  }
  return Object.fromEntries([...joined.values()].map(({ name, values }) => [name, values.join(", ")]));
}

/** Names of the headers that a path gets from more than one rule. */
export function repeatedHeaders(rules: readonly HeaderRule[], path: string): string[] {
  const names = rules.filter(({ pattern }) => pattern.test(path)).flatMap(({ headers }) => headers.map(([name]) => name.toLowerCase()));
  return [...new Set(names.filter((name, place) => names.indexOf(name) < place))];
}

function pathPattern(path: string): RegExp {
  const literal = path.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`);
}
