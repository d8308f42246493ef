import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ModelCosts } from "./node/costs";
import type { Stage } from "./sections";

/** What families and samples cost: measured in a process of its own, in Node, without page, evaluations and pictures. */

const ROOT = fileURLToPath(new URL("..", import.meta.url));

export async function costSection({ quick, say }: Pick<Stage, "quick" | "say">): Promise<ModelCosts> {
  say("families and samples, in Node");
  const effort = quick ? ["2", "60"] : ["9", "500"];
  const { stdout } = await promisify(execFile)(process.execPath, ["scripts/runInNode.mjs", "bench/node/measureCosts.ts", ...effort], {
    cwd: ROOT,
    maxBuffer: 2 ** 24,
  });
  return JSON.parse(stdout) as ModelCosts;
}
