import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";

/** A source file: its path from the project's root, with slashes, and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** One import or re-export. `target` is a path of the project for relative ones, a package name otherwise. */
export interface Import {
  target: string;
  kind: "file" | "library" | "asset";
  /** `import type`, which is gone at run time. (`import { type A }` leaves an import of the module behind.) */
  typeOnly: boolean;
  /** `export … from`. */
  reexport: boolean;
}

/** The files under a folder whose names end in one of `endings`, those that a build makes not among them. */
export function readSources(root: string, folder: string, endings = [".ts", ".tsx"]): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path).split(sep).join("/"), text: readFileSync(path, "utf8") }))
    .filter(({ path }) => !path.includes("/simd/assembly/") && !path.endsWith("/generated.ts"));
}

/** The text with comments blanked and everything else in its place. Strings are skipped, so that "https://…" stays. */
export function withoutComments(text: string): string {
  const tokens = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(tokens, (token, quoted) => (quoted === undefined ? token.replace(/[^\n]/g, " ") : token));
}

const STATIC = /(?:^|[;\n])\s*(import|export)\s+(type\s+)?(?:[\w$*{},\s]+?\s+from\s+)?["']([^"'\n]+)["']/g;
const DYNAMIC = /\bimport\(\s*["']([^"'\n]+)["']/g;

/** Every import of a file, static and dynamic, and every re-export. */
export function importsOf(file: SourceFile): Import[] {
  const text = withoutComments(file.text);
  const fixed = [...text.matchAll(STATIC)].map(([, keyword, type, specifier]) => ({
    ...resolved(file, specifier),
    typeOnly: type !== undefined,
    reexport: keyword === "export",
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, specifier]) => ({ ...resolved(file, specifier), typeOnly: false, reexport: false }));
  return [...fixed, ...dynamic];
}

function resolved(file: SourceFile, specifier: string): Pick<Import, "target" | "kind"> {
  if (!specifier.startsWith(".")) return { target: packageName(specifier), kind: /\.css$/.test(specifier) ? "asset" : "library" };
  const path = posix.normalize(posix.join(posix.dirname(file.path), specifier));
  // "?worker&url" and "?url" give an address, not the module.
  const isAsset = specifier.includes("?") || /\.(css|json|svg|wasm)$/.test(specifier);
  return { target: path, kind: isAsset ? "asset" : "file" };
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
