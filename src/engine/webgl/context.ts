/** What tfjs asks of a context, except that a software renderer is let through: the engine's choice decides about those. */
const ATTRIBUTES: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  depth: false,
  stencil: false,
  failIfMajorPerformanceCaveat: false,
};

/** A WebGL 2 context off screen, in a worker or a page. Throws an `Error` that says why there is none. */
export function openContext(): WebGL2RenderingContext {
  if (typeof OffscreenCanvas === "undefined") throw new Error("there is no OffscreenCanvas here");
  const canvas = new OffscreenCanvas(1, 1);
  let cause = "no WebGL 2 context could be made";
  canvas.addEventListener("webglcontextcreationerror", (event) => {
    cause = (event as WebGLContextEvent).statusMessage || cause;
  });
  const gl = canvas.getContext("webgl2", ATTRIBUTES);
  if (!gl) throw new Error(cause);
  return gl;
}

/** Gives the graphics memory back at once; the context is of no use afterwards. */
export function closeContext(gl: WebGL2RenderingContext): void {
  gl.getExtension("WEBGL_lose_context")?.loseContext();
}

/** The renderer's name as the driver gives it; some browsers give a general one on purpose. */
export function rendererName(gl: WebGL2RenderingContext): string {
  const extension = gl.getExtension("WEBGL_debug_renderer_info");
  return String(gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

/** True where the "GPU" is the processor: SwiftShader, Mesa's llvmpipe and softpipe, Windows' Basic Render Driver, Apple's fallback. */
export function isSoftwareRenderer(renderer: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}

/** "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)" → "NVIDIA GeForce RTX 3060". */
export function shortRendererName(renderer: string): string {
  const device = /^ANGLE \([^,]*, (.*), [^,]*\)$/.exec(renderer)?.[1] ?? renderer;
  return device
    .replace(/^ANGLE Metal Renderer: /, "")
    .replace(/^Vulkan [\d.]+ \((.*)\)$/, "$1")
    .replace(/ \(0x[0-9a-f]+\)/gi, "")
    .replace(/ (Direct3D|OpenGL|vs_).*$/, "")
    .trim();
}
