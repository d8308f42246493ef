import { arch, availableParallelism, cpus, platform, release } from "node:os";
import type { BenchBrowser } from "./browser";
import type { PytorchVerdict } from "./pytorch";

/** What the numbers hold for. */
export interface MachineReport {
  date: string;
  processor: string;
  threads: number;
  system: string;
  browser: string;
  renderer: string;
  node: string;
  /** Version and GFLOP/s of its own 1024³ product by number of threads; or why it does not count. */
  pytorch: string;
}

export function describeMachine({ version, renderer }: BenchBrowser, { label, rates, failure }: PytorchVerdict): MachineReport {
  const speeds = Object.entries(rates).map(([threads, rate]) => `${rate.toFixed(0)} GFLOP/s with ${threads}`);
  const own = label === "" ? [] : [`${label}, 1024³ at ${speeds.join(", ")} thread(s)`];
  return {
    date: new Date().toISOString(),
    processor: cpus()[0]?.model ?? "unknown",
    threads: availableParallelism(),
    system: `${platform()} ${release()} ${arch()}`,
    browser: `Chromium ${version}`,
    renderer: renderer ?? "no WebGL",
    node: process.version,
    pytorch: [...own, ...(failure === null ? [] : [failure])].join("; "),
  };
}
