import { setWebGLContext } from "@tensorflow/tfjs-backend-webgl";
import { env, findBackend, findBackendFactory, getKernel, registerBackend, removeBackend } from "@tensorflow/tfjs-core";
import { DENSE } from "../operations/dense";
import { activateBackend, registerKernels } from "../registry";
import { closeContext, isSoftwareRenderer, openContext, rendererName, shortRendererName } from "./context";
import { webglKernels } from "./kernels/kernels";
import { numericFault } from "./numericCheck";
import { WebglBackend } from "./webglBackend";

/** WebGL is no engine for this machine: absent, drawn by the processor, or half-precision. Unlike a failure, worth a reason but no notice. */
export class WebglUnsuitable extends Error {}

/**
 * Starts WebGL and checks its arithmetic; `software` says whether a software renderer will do. Returns the label.
 * Rejects with `WebglUnsuitable` or another `Error` that says why; then no WebGL backend is left behind.
 */
export async function startWebgl(software: boolean): Promise<string> {
  dropLostBackend();
  const gl = (findBackend("webgl") as WebglBackend | null)?.gpgpu.gl ?? freshContext();
  const context = gl as WebGL2RenderingContext;
  const renderer = rendererName(context);
  if (!software && isSoftwareRenderer(renderer)) {
    discard(context);
    throw new WebglUnsuitable(`WebGL is drawn in software here (${shortRendererName(renderer)})`);
  }
  try {
    await activate(context, software);
  } catch (error) {
    discard(context);
    throw error;
  }
  return `WebGL · ${shortRendererName(renderer)}`;
}

/** Of the WebGL in use: whether it is the processor that draws. */
export function drawsInSoftware(): boolean {
  const { context } = findBackend("webgl") as WebglBackend;
  return isSoftwareRenderer(rendererName(context));
}

function freshContext(): WebGL2RenderingContext {
  try {
    return openContext();
  } catch (cause) {
    throw new WebglUnsuitable(`WebGL is missing: ${(cause as Error).message}`, { cause });
  }
}

async function activate(context: WebGL2RenderingContext, software: boolean): Promise<void> {
  if (software) env().set("SOFTWARE_WEBGL_ENABLED", true);
  setWebGLContext(2, context);
  if (!(findBackend("webgl") instanceof WebglBackend)) {
    // tfjs has registered its own.
    if (findBackendFactory("webgl")) removeBackend("webgl");
    registerBackend("webgl", () => new WebglBackend(), 2);
  }
  if (!getKernel(DENSE, "webgl")) registerKernels("webgl", webglKernels());
  await activateBackend("webgl");
  const fault = numericFault();
  if (!fault) return;
  throw env().getBool("WEBGL_RENDER_FLOAT32_ENABLED") ? new Error(fault) : new WebglUnsuitable(fault);
}

/** tfjs keeps a backend whose context is gone and reads zeros from it; a new one must take its place. */
function dropLostBackend(): void {
  const backend = findBackend("webgl") as WebglBackend | null;
  if (backend?.gpgpu.gl.isContextLost()) removeBackend("webgl");
}

function discard(context: WebGL2RenderingContext): void {
  if (findBackendFactory("webgl")) removeBackend("webgl");
  closeContext(context);
}
