import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findChromium, installChromium } from "./chromium";
import { type FaultFigures, faultTable } from "./faultTable";

/** The fault tests, each fault as often as its row says, and the table of what they measured. */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TABLE = join(ROOT, "node_modules/.cache/test-reports/faults.jsonl");

const { values } = parseArgs({ options: { short: { type: "boolean", default: false } } });
if (findChromium() === null) installChromium();
mkdirSync(join(TABLE, ".."), { recursive: true });
rmSync(TABLE, { force: true });
const { status } = spawnSync(
  process.execPath,
  [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--project", "faults", "--no-file-parallelism"],
  { cwd: ROOT, stdio: "inherit", env: { ...process.env, FAULT_TABLE: TABLE, FAULT_TRIES: values.short ? "short" : "long" } },
);
const lines = existsSync(TABLE) ? readFileSync(TABLE, "utf8").trim().split("\n") : [];
process.stdout.write(`\n${faultTable(lines.map((line): FaultFigures => JSON.parse(line)))}`);
process.exitCode = status ?? 1;
