import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium, installChromium } from "./chromium";
import { BUDGETS, total, weigh } from "./sizeBudget";
import { countTests, type TestCount } from "./testReport";

/** `npm test`: every check, one after another, all of them even when one fails; the last line says how many passed. */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const REPORTS = join(ROOT, "node_modules/.cache/test-reports");

interface Step {
  name: string;
  run(): TestCount;
}

function program(file: string, args: string[]): boolean {
  return spawnSync(process.execPath, [join(ROOT, "node_modules", file), ...args], { cwd: ROOT, stdio: "inherit" }).status === 0;
}

function one(passed: boolean, failure = "see above"): TestCount {
  return passed ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [failure] };
}

/** Runs a script of this folder; whether it succeeded. */
function script(name: string, options: string[] = []): boolean {
  return spawnSync(process.execPath, [...options, join(ROOT, "scripts", name)], { cwd: ROOT, stdio: "inherit" }).status === 0;
}

function vitest(project: string, options: string[] = []): TestCount {
  const output = join(REPORTS, `${project}.json`);
  mkdirSync(REPORTS, { recursive: true });
  rmSync(output, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${output}`];
  const succeeded = program("vitest/vitest.mjs", ["run", "--project", project, ...reporters, ...options]);
  return countTests(existsSync(output) ? JSON.parse(readFileSync(output, "utf8")) : null, succeeded);
}

function sizeBudget(): TestCount {
  const weight = weigh(join(ROOT, "dist"));
  const counts = (["start", "embed", "worker"] as const).map((part) => {
    for (const { file, gzip } of weight[part]) process.stdout.write(`  ${String(gzip).padStart(7)}  ${file}\n`);
    const bytes = total(weight[part]);
    const verdict = `${part}: ${(bytes / 1000).toFixed(1)} of ${BUDGETS[part] / 1000} kB gzip`;
    process.stdout.write(`${verdict}\n`);
    return one(bytes > 0 && bytes <= BUDGETS[part], verdict);
  });
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    failures: counts.flatMap(({ failures }) => failures),
  };
}

/** Finds a browser for the steps that need one, which learn of it by CHROME_BIN. */
function browser(): TestCount {
  if (findChromium() === null) installChromium();
  const path = findChromium();
  if (path === null) return one(false, "Chromium was installed but is not where it is looked for; set CHROME_BIN");
  process.env.CHROME_BIN = path;
  process.stdout.write(`${path}\n`);
  return one(true);
}

function steps(withBrowser: boolean): Step[] {
  const always: Step[] = [
    { name: "generated files", run: () => one(script("generate.ts", ["--import", "tsx"])) },
    { name: "types", run: () => one(program("typescript/bin/tsc", ["--noEmit"])) },
    { name: "lint and format", run: () => one(program("@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."])) },
    { name: "dead code", run: () => one(program("knip/bin/knip.js", ["--no-progress"])) },
    // On every core: without this a machine of two runs one file at a time.
    { name: "unit tests", run: () => vitest("unit", ["--maxWorkers=100%"]) },
    { name: "build", run: () => one(script("build.mjs")) },
    { name: "size budget", run: sizeBudget },
  ];
  const inBrowser: Step[] = [
    { name: "browser", run: browser },
    { name: "browser tests", run: () => vitest("browser") },
    { name: "page tests", run: () => vitest("page", ["--maxWorkers=2"]) },
    // Apart from the others: they time how fast a fault is found and mended, with a limit that two at a time keep.
    { name: "fault tests", run: () => vitest("faults", ["--maxWorkers=2"]) },
  ];
  return withBrowser ? [...always, ...inBrowser] : always;
}

function runStep({ name, run }: Step): { name: string; count: TestCount; seconds: number } {
  process.stdout.write(`\n── ${name}\n`);
  const start = performance.now();
  const finish = (count: TestCount) => ({ name, count, seconds: (performance.now() - start) / 1000 });
  try {
    return finish(run());
  } catch (error) {
    return finish(one(false, error instanceof Error ? error.message : String(error)));
  }
}

const results = steps(!process.argv.includes("--without-browser")).map(runStep);
process.stdout.write("\n── summary\n");
for (const { name, count, seconds } of results) {
  process.stdout.write(`${name}: ${count.passed} passed, ${count.failed} failed (${seconds.toFixed(1)} s)\n`);
  for (const failure of count.failures) process.stdout.write(`  ${failure}\n`);
}
const passed = results.reduce((sum, { count }) => sum + count.passed, 0);
const failed = results.reduce((sum, { count }) => sum + count.failed, 0);
process.exitCode = failed === 0 ? 0 : 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
