import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  functionLengths,
  habitViolations,
  importCycles,
  importViolations,
  LONGEST_FUNCTION,
  longFiles,
  USUAL_FUNCTION,
  workerStarters,
} from "./architecture/check";
import { ENTRIES } from "./architecture/rules";
import { importsOf, readSources } from "./architecture/sources";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = readSources(root, "src");
const scripts = ["scripts", "bench", "tests"].flatMap((folder) => readSources(root, folder, [".ts", ".tsx", ".mjs"]));

/** The workers: the session's, and the service worker that keeps the page for use without a network. */
const WORKER_STARTERS = ["src/offline/register.ts", "src/worker/trustedWorker.ts"];

test("every import is one that the house allows", () => expect(importViolations(source)).toEqual([]));

test("there is no import cycle", () => expect(importCycles(source)).toEqual([]));

test("no default exports, barrels, markup from strings, module-level state", () => {
  expect(habitViolations(source.filter(({ path }) => !ENTRIES.includes(path)))).toEqual([]);
});

test("each kind of worker is started in one place", () => expect(workerStarters(source).toSorted()).toEqual(WORKER_STARTERS));

test("no file is too long", () => expect(longFiles([...source, ...scripts])).toEqual([]));

test("functions are short: none over 60 lines, 19 in 20 within 30", () => {
  const lengths = functionLengths(source);
  expect(lengths.filter(({ lines }) => lines > LONGEST_FUNCTION)).toEqual([]);
  const long = lengths.filter(({ lines }) => lines > USUAL_FUNCTION);
  expect(long.length / lengths.length).toBeLessThanOrEqual(0.05);
});

test.each([
  ["src/vae/encoder.ts", 'import { useState } from "react";', "vae may not use the library react"],
  ["src/panels/Curves.tsx", 'import { tidy } from "@tensorflow/tfjs-core";', "panels may not use the library @tensorflow/tfjs-core"],
  ["src/panels/Curves.tsx", 'const later = import("@tensorflow/tfjs-core");', "panels may not use the library @tensorflow/tfjs-core"],
  ["src/engine/start.ts", 'import { Objective } from "../inference/objective";', "engine may not import inference"],
  ["src/store/state.ts", 'import { LIMIT } from "../worker/protocol";', "store may import only types from worker/protocol (import type)"],
  [
    "src/store/state.ts",
    'import { type Split } from "../worker/protocol";',
    "store may import only types from worker/protocol (import type)",
  ],
  ["src/panels/Curves.tsx", 'import type { Session } from "../worker/session";', "panels may not import worker"],
  ["src/worker/client.ts", 'import { openMnist } from "../data/mnistSource";', "worker/client may not import data"],
  [
    "src/worker/protocol.ts",
    'export { RANGES } from "../experiment/ranges";',
    "worker/protocol may import only types from experiment (import type)",
  ],
  ["src/numeric/random.ts", 'import {\n  RANGES,\n} from "../experiment/ranges";', "numeric may not import experiment"],
  ["src/offline/register.ts", 'import type { AppStore } from "../store/store";', "offline may not import store"],
  ["src/app/App.tsx", 'import { serve } from "../../scripts/serve";', "imports scripts/serve, outside src"],
])("in %s, %j breaks the house", (path, text, violation) => {
  expect(importViolations([{ path, text }])).toEqual([`${path}: ${violation}`]);
});

test("an allowed import, a comment and an address break nothing", () => {
  const text = [
    'import type { Split } from "../worker/protocol";',
    'import { scaleLinear } from "d3";',
    'import styles from "./Curves.module.css";',
    '// import { tidy } from "@tensorflow/tfjs-core";',
    '/*\nimport { tidy } from "@tensorflow/tfjs-core";\n*/',
    'const address = "https://example.org"; // no comment begins inside the string',
  ].join("\n");
  expect(importViolations([{ path: "src/charts/Curves.tsx", text }])).toEqual([]);
  expect(importsOf({ path: "src/charts/Curves.tsx", text })).toHaveLength(3);
  expect(habitViolations([{ path: "src/charts/Curves.tsx", text: "const NONE: readonly number[] = [];" }])).toEqual([]);
});

test("a cycle is found through other files, and by types alone", () => {
  const files = [
    { path: "src/vae/a.ts", text: 'import { b } from "./b";' },
    { path: "src/vae/b.ts", text: 'import type { C } from "./c";' },
    { path: "src/vae/c.tsx", text: 'import { a } from "./a";' },
  ];
  expect(importCycles(files)).toEqual(["src/vae/a.ts → src/vae/b.ts → src/vae/c.tsx → src/vae/a.ts"]);
});

test.each([
  ["src/vae/model.ts", "export default function model() {}", "a default export"],
  ["src/vae/index.ts", "export const one = 1;", "an index barrel"],
  ["src/vae/all.ts", 'export { model } from "./model";', "a re-export"],
  ["src/app/App.tsx", "element.innerHTML = text;", "text turned into HTML"],
  ["src/charts/axis.ts", "axis.html(text);", "text turned into HTML"],
  ["src/charts/axis.ts", 'import { axisLeft, select } from "d3";', "d3's selections: React renders"],
  ["src/store/store.ts", "let last = 0;", "module-level mutable state"],
  ["src/store/store.ts", "const cache = new Map<string, number>();", "a module-level collection that starts empty"],
])("in %s, %j is refused", (path, text, what) => {
  expect(habitViolations([{ path, text }])).toEqual([`${path}: ${what}`]);
});

test("lengths are counted", () => {
  const body = "  work();\n".repeat(70);
  const text = `export function long(\n  a: number,\n): void {\n${body}}\n\nconst short = () => {\n  work();\n};\n`;
  expect(functionLengths([{ path: "src/a.ts", text }]).map(({ lines }) => lines)).toEqual([74, 3]);
  const factory = `function outer() {\n  const inner = () => {\n    work();\n  };\n  return inner;\n}\n`;
  expect(functionLengths([{ path: "src/a.ts", text: factory }]).map(({ lines }) => lines)).toEqual([3, 3]);
  expect(longFiles([{ path: "src/a.ts", text: "x\n".repeat(251) }])).toEqual(["src/a.ts: 251 lines"]);
});
