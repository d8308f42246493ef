import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";

/** What the built page may weigh, in bytes of gzip (kB = 1000). MNIST itself is not counted: it arrives behind its progress bar. */
export const BUDGETS = { start: 180_000, embed: 160_000, worker: 240_000 } as const;

interface WeighedFile {
  file: string;
  gzip: number;
}

export interface Weight {
  /** Before the first interaction: the document, the scripts and styles it loads, and the fonts that its text needs. */
  start: WeighedFile[];
  /** The same of embed.html; nothing of a folder that has none. */
  embed: WeighedFile[];
  /** The worker, everything it can load, and its WebAssembly: of the builds of the kernels the largest, since a page loads one. */
  worker: WeighedFile[];
}

/** Weighs a built page. Throws when the documents' own files are not there. */
export function weigh(dist: string): Weight {
  const worker = existsSync(join(dist, "worker")) ? readdirSync(join(dist, "worker")).map((name) => weighFile(dist, `worker/${name}`)) : [];
  const kernels = worker.filter(({ file }) => file.endsWith(".wasm")).toSorted((a, b) => b.gzip - a.gzip);
  const scriptsOfWorker = worker.filter(({ file }) => !file.endsWith(".wasm"));
  const embed = existsSync(join(dist, "embed.html")) ? startOf(dist, "embed.html") : [];
  return { start: startOf(dist, "index.html"), embed, worker: [...scriptsOfWorker, ...kernels.slice(0, 1)] };
}

/** What a document loads before the first interaction. */
function startOf(dist: string, document: string): WeighedFile[] {
  const html = readFileSync(join(dist, document), "utf8");
  const scripts = withStaticImports(dist, references(html, /<script[^>]+src="([^"]+)"/g));
  const styles = references(html, /<link[^>]+rel="stylesheet"[^>]*href="([^"]+)"/g);
  const text = [html, ...[...scripts, ...styles].map((file) => readFileSync(join(dist, file), "utf8"))].join("\n");
  const fonts = styles.flatMap((style) => fontsFor(text, readFileSync(join(dist, style), "utf8"), posix.dirname(style)));
  const icons = references(html, /<link[^>]+rel="icon"[^>]*href="([^"]+)"/g);
  return [document, ...scripts, ...styles, ...icons, ...fonts].map((file) => weighFile(dist, file));
}

export function total(files: readonly WeighedFile[]): number {
  return files.reduce((sum, { gzip }) => sum + gzip, 0);
}

function weighFile(dist: string, file: string): WeighedFile {
  const content = readFileSync(join(dist, file));
  return { file, gzip: file.endsWith(".woff2") ? content.length : gzipSync(content, { level: 9 }).length };
}

function references(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, path]) => posix.normalize(path.replace(/^\.?\//, "")));
}

/** The scripts and what they import statically, however deep; a dynamic import waits for an interaction. */
function withStaticImports(dist: string, scripts: string[]): string[] {
  const found = new Set(scripts);
  for (const script of found) {
    const code = readFileSync(join(dist, script), "utf8");
    for (const [, path] of code.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{}\s,]+from\s*)?["'](\.{1,2}\/[^"']+)["']/g)) {
      found.add(posix.join(posix.dirname(script), path));
    }
  }
  return [...found];
}

/** The font files of a style sheet whose range holds a character of the page's text: what a browser would load. */
function fontsFor(text: string, style: string, folder: string): string[] {
  const characters = [...new Set(text)].map((character) => character.codePointAt(0) ?? 0);
  return [...style.matchAll(/@font-face\s*\{([^}]*)\}/g)]
    .filter(([, face]) => characters.some((character) => inRange(character, /unicode-range:\s*([^;}]+)/.exec(face)?.[1])))
    .flatMap(([, face]) => [...face.matchAll(/url\(["']?([^"')]+\.woff2)["']?\)/g)].map(([, path]) => posix.join(folder, path)));
}

function inRange(character: number, ranges: string | undefined): boolean {
  if (ranges === undefined) return true;
  return ranges.split(",").some((range) => {
    const [from, to = from] = range.trim().slice("U+".length).split("-");
    return character >= Number.parseInt(from.replaceAll("?", "0"), 16) && character <= Number.parseInt(to.replaceAll("?", "F"), 16);
  });
}
