import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

/** Inter with what the page uses of it, less than half as large: Latin letters and typographic signs in the weights 400 to 700. */

const SOURCE = fileURLToPath(new URL("../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", import.meta.url));

/** Git-ignored; `vite.config.ts` puts it in the place of the whole file. */
const FONT_FILE = fileURLToPath(new URL("../src/app/generated/inter.woff2", import.meta.url));

const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0xbf],
  [0xd7, 0xd7],
  [0x2010, 0x2026],
  [0x202f, 0x2033],
  [0x2190, 0x2193],
  [0x2212, 0x2212],
];

/** Those that a browser applies by itself, and the figures of one width. */
const FEATURES = ["calt", "ccmp", "kern", "locl", "mark", "mkmk", "tnum"];

const WEIGHTS = { min: 400, max: 700 };

/** Writes the font, unless it is newer than what it is made from. */
export async function buildFont(): Promise<void> {
  const sources = [SOURCE, fileURLToPath(import.meta.url)];
  if (existsSync(FONT_FILE) && sources.every((file) => statSync(file).mtimeMs < statSync(FONT_FILE).mtimeMs)) return;
  const characters = RANGES.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)),
  );
  mkdirSync(dirname(FONT_FILE), { recursive: true });
  const options = { targetFormat: "woff2", keepFeatures: FEATURES, variationAxes: { wght: WEIGHTS } } as const;
  writeFileSync(FONT_FILE, await subsetFont(readFileSync(SOURCE), characters.join(""), options));
}
