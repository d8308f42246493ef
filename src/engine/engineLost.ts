import { findBackend, getBackend } from "@tensorflow/tfjs-core";

/** The engine has lost what it held: what it reads back is zeros, and stays so. Only a new worker helps. */
export class EngineLost extends Error {
  constructor(evidence: string) {
    super(`the engine has lost the model (${evidence})`);
  }
}

/** The WebGL context in use; null for the other engines. */
function contextInUse(): WebGLRenderingContext | null {
  if (getBackend() !== "webgl") return null;
  const backend = findBackend("webgl") as { gpgpu?: { gl: WebGLRenderingContext } } | null;
  return backend?.gpgpu?.gl ?? null;
}

/** @throws EngineLost when the graphics context in use is lost. tfjs does not notice, and reads zeros from it. */
export function checkEngineAlive(): void {
  if (contextInUse()?.isContextLost()) throw new EngineLost("the graphics context is lost");
}

/** Calls back once when the graphics context in use is lost while it is so still; does nothing for the other engines. */
export function whenEngineIsLost(callback: () => void): void {
  const context = contextInUse();
  const isInUse = () => contextInUse() === context;
  context?.canvas.addEventListener("webglcontextlost", () => void (isInUse() && callback()), { once: true });
}
