import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const BUILD = fileURLToPath(new URL("../../../src/engine/simd/build/", import.meta.url));

test("there are four builds of the kernels, each of at most 60 kB", () => {
  const files = readdirSync(BUILD).filter((name) => name.endsWith(".wasm"));
  expect(files.sort()).toEqual(["kernels.relaxed.shared.wasm", "kernels.relaxed.wasm", "kernels.shared.wasm", "kernels.wasm"]);
  for (const file of files) expect(statSync(BUILD + file).size, file).toBeLessThanOrEqual(60_000);
});
