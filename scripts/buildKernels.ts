import { mkdir, readdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Compiles the WebAssembly kernels from src/engine/simd/assembly to src/engine/simd/build; does nothing when they are up to date. */

const SIMD = join(fileURLToPath(import.meta.url), "../../src/engine/simd");
const ASSEMBLY = join(SIMD, "assembly");
const ENTRY = join(ASSEMBLY, "index.ts");
const PLAIN = ["-O3", "--noAssert", "--runtime", "stub", "--importMemory", "--enable", "simd"];
const RELAXED = ["--enable", "relaxed-simd"];
/** The shared memory's limit is all that 32-bit addresses reach. */
const SHARED = ["--enable", "threads", "--sharedMemory", "--maximumMemory", "65536"];
const BUILDS = [
  { file: "kernels.wasm", options: PLAIN },
  { file: "kernels.relaxed.wasm", options: [...PLAIN, ...RELAXED] },
  { file: "kernels.shared.wasm", options: [...PLAIN, ...SHARED] },
  { file: "kernels.relaxed.shared.wasm", options: [...PLAIN, ...RELAXED, ...SHARED] },
];

async function modified(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0;
}

async function build(file: string, options: string[]): Promise<void> {
  const target = join(SIMD, "build", file);
  const sources = [fileURLToPath(import.meta.url), ...(await readdir(ASSEMBLY)).map((name) => join(ASSEMBLY, name))];
  if ((await modified(target)) > Math.max(...(await Promise.all(sources.map(modified))))) return;
  // The compiler takes seconds to load, so it is only where there is something to compile.
  const { main: compile } = await import("assemblyscript/asc");
  let binary: Uint8Array | null = null;
  const { error, stderr } = await compile([ENTRY, ...options, "--outFile", file], {
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
