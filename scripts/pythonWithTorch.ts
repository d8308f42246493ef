import { spawnSync } from "node:child_process";

/** A Python that can import torch: `PYTHON` if it is set, else python3, else the system's. Throws an Error with the remedy when none can. */
export function pythonWithTorch(): string {
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : ["python3", "/usr/bin/python3"];
  const found = candidates.find((python) => spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0);
  if (found === undefined) {
    throw new Error(`no torch in ${candidates.join(" or ")} (on Debian: apt-get install python3-torch libopenblas0-pthread)`);
  }
  return found;
}
