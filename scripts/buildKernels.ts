import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { main as compile } from "assemblyscript/asc";

/** Compiles the WebAssembly kernels from src/engine/simd/assembly to src/engine/simd/build; does nothing when they are up to date. */

const SIMD = join(fileURLToPath(import.meta.url), "../../src/engine/simd");
const SOURCE = join(SIMD, "assembly/gemm.ts");
const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];
const BUILDS = [
  { file: "gemm.wasm", options: OPTIONS },
  { file: "gemm.relaxed.wasm", options: [...OPTIONS, "--enable", "relaxed-simd"] },
];

async function modified(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0;
}

async function build(file: string, options: string[]): Promise<void> {
  const target = join(SIMD, "build", file);
  const sources = [SOURCE, fileURLToPath(import.meta.url)];
  if ((await modified(target)) > Math.max(...(await Promise.all(sources.map(modified))))) return;
  let binary: Uint8Array | null = null;
  const { error, stderr } = await compile([SOURCE, ...options, "--outFile", file], {
    writeFile: (_name, contents) => {
      if (contents instanceof Uint8Array) binary = contents;
    },
  });
  if (error || !binary) throw new Error(`The kernel ${file} does not compile: ${error?.message ?? "no output"}\n${stderr.toString()}`);
  await writeFile(`${target}.${process.pid}`, binary);
  await rename(`${target}.${process.pid}`, target); // a build that runs beside this one never sees half a file
  console.log(`${file}: ${(binary as Uint8Array).byteLength} bytes`);
}

await mkdir(join(SIMD, "build"), { recursive: true });
for (const { file, options } of BUILDS) await build(file, options);
