import { ROOMS, roomOf } from "./rules";
import { type Import, importsOf, type SourceFile, withoutComments } from "./sources";

/** Every broken rule of the house, as "file: what". */

const LONGEST_FILE = 250;
export const LONGEST_FUNCTION = 60;
export const USUAL_FUNCTION = 30;

/** Imports that the table of rooms does not allow. */
export function importViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .map((each) => importViolation(file.path, each))
      .filter((violation) => violation !== null)
      .map((violation) => `${file.path}: ${violation}`),
  );
}

function importViolation(path: string, { kind, target, typeOnly }: Import): string | null {
  if (kind === "asset") return null;
  const room = roomOf(path);
  const { imports, types = [], libraries = [] } = ROOMS[room];
  if (kind === "library") return libraries.includes(target) ? null : `${room} may not use the library ${target}`;
  if (!target.startsWith("src/")) return `imports ${target}, outside src`;
  const other = roomOf(target);
  if (other === room || imports.includes(other)) return null;
  if (types.includes(other)) return typeOnly ? null : `${room} may import only types from ${other} (import type)`;
  return `${room} may not import ${other}`;
}

/** Files that import themselves by way of others, types included: one line for each cycle found. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(files.map((file) => [file.path, importsOf(file).flatMap(({ kind, target }) => (kind === "file" ? [target] : []))]));
  const known = new Set(edges.keys());
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (finished.has(path) || trail.includes(path)) return;
    for (const target of edges.get(path) ?? []) visit(withEnding(target, known), [...trail, path]);
    finished.add(path);
  };
  for (const path of known) visit(path, []);
  return cycles;
}

function withEnding(target: string, known: ReadonlySet<string>): string {
  return [target, `${target}.ts`, `${target}.tsx`].find((path) => known.has(path)) ?? target;
}

const FORBIDDEN: [pattern: RegExp, what: string][] = [
  [/\bexport\s+default\b/, "a default export"],
  [/\b(?:inner|outer)HTML\b|\bdangerouslySetInnerHTML\b|\binsertAdjacentHTML\b|\.html\(|\bdocument\.write\b/, "text turned into HTML"],
  [/\.attr\(\s*["']style["']|\.setAttribute\(\s*["']style["']/, "an inline style by string"],
  [/\beval\(|\bnew Function\b/, "text turned into code"],
  [/\bfrom\s+["']d3-selection["']|\bimport\s*\{[^}]*\bselect(?:All)?\b[^}]*\}\s*from\s+["']d3["']/, "d3's selections: React renders"],
];

/** Default exports, barrels, markup from strings, module-level state. */
export function habitViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const text = withoutComments(file.text);
    const found = FORBIDDEN.filter(([pattern]) => pattern.test(text)).map(([, what]) => what);
    if (/\/index\.tsx?$/.test(file.path)) found.push("an index barrel");
    if (importsOf(file).some(({ reexport, typeOnly }) => reexport && !typeOnly)) found.push("a re-export");
    if (/^(?:export\s+)?(?:let|var)\s/m.test(text)) found.push("module-level mutable state");
    if (/^(?:export\s+)?const\s(?![^=\n]*readonly)[^=\n]+=\s*(?:new (?:Map|Set|WeakMap)(?:<[^\n]*>)?\(\)|\[\]|\{\});/m.test(text)) {
      found.push("a module-level collection that starts empty");
    }
    return found.map((what) => `${file.path}: ${what}`);
  });
}

/** Files that start a worker, or register a service worker. */
export function workerStarters(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => /\bnew (?:Shared)?Worker\(|\bserviceWorker\.register\(/.test(withoutComments(file.text)))
    .map(({ path }) => path);
}

/** Files over the limit. */
export function longFiles(files: readonly SourceFile[], limit = LONGEST_FILE): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split("\n").length;
    return lines > limit ? [`${path}: ${lines} lines`] : [];
  });
}

interface FunctionLength {
  name: string;
  /** From its first line to its last, without the lines of the functions inside it: a factory is as long as what it does itself. */
  lines: number;
}

/** Lengths of the functions that have a line of their own to begin and to end with, which is how the formatter writes them. */
export function functionLengths(files: readonly SourceFile[]): FunctionLength[] {
  return files.flatMap(({ path, text }) => {
    const spans = functionSpans(text.split("\n"));
    return spans.map(({ name, from, to }) => {
      const inside = spans.filter((other) => other.from > from && other.to < to);
      const outermost = inside.filter((one) => !inside.some((other) => other.from < one.from && other.to > one.to));
      return { name: `${path}: ${name}`, lines: to - from + 1 - outermost.reduce((sum, one) => sum + one.to - one.from + 1, 0) };
    });
  });
}

const FUNCTION_START = /^(\s*)(?:export )?(?:async )?(?:function\*?\s+(\w+)|(?:const )?(\w+)\b[^={]*(?:=|:|\().*(?:=>|\)[^=]*) ?\{$)/;

function functionSpans(lines: string[]): { name: string; from: number; to: number }[] {
  return lines.flatMap((line, from) => {
    const start = FUNCTION_START.exec(line);
    if (start === null || /^\s*(?:if|for|while|switch|catch|else|return)\b/.test(line)) return [];
    const [, indent, declared, assigned] = start;
    const length = lines.slice(from + 1).findIndex((each) => each.startsWith(`${indent}}`));
    return length < 0 ? [] : [{ name: declared ?? assigned, from, to: from + 1 + length }];
  });
}
