/** What a worker has asked of WebGL since it began, or since the counts were last set to 0. */
export interface GlCounts {
  draws: number;
  /** Calls that send pixels to a texture, and the bytes of those that say how many. */
  uploads: number;
  uploadedBytes: number;
  /** Largest number of texture rows that one of them sent. */
  mostRows: number;
  readbacks: number;
  programs: number;
  textures: number;
  calls: number;
}

/** The page's or worker's own global object, with the counts. */
export interface CountingScope {
  glCounts?: GlCounts;
  /** The counts as they were at each draw that gathers a minibatch: a training step begins with it. */
  glMarks?: GlCounts[];
  /** While true the calls that a step makes do nothing, so that its JavaScript alone takes time. */
  glSilent?: boolean;
}

/**
 * Wraps every method of WebGL 2 so that it counts. Its own text is put before a worker's script, so it refers to nothing outside itself.
 * Shared by the tests of the counts and by `npm run bench:gl`.
 */
export function installGlCounter(): void {
  const scope = globalThis as CountingScope;
  const counts: GlCounts = { draws: 0, uploads: 0, uploadedBytes: 0, mostRows: 0, readbacks: 0, programs: 0, textures: 0, calls: 0 };
  const marks: GlCounts[] = [];
  scope.glCounts = counts;
  scope.glMarks = marks;
  /** Shaders and programs that gather, known by the name of what only they read. */
  const gathering = new Set<unknown>();
  let inUse: unknown = null;
  const uploads = ["texImage2D", "texSubImage2D"];
  /** How often it is asked whether a fence is passed depends on time alone. */
  const polls = ["getSyncParameter", "clientWaitSync", "isContextLost"];
  const isSilenced = /^(draw|uniform|bind|active|tex|use|viewport|scissor|framebuffer|vertex|enable|buffer|pixel|flush|clear)/;
  const proto = WebGL2RenderingContext.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
  for (const name of Object.getOwnPropertyNames(WebGL2RenderingContext.prototype)) {
    const { value, writable } = Object.getOwnPropertyDescriptor(proto, name) ?? {};
    if (typeof value !== "function" || !writable || name === "constructor") continue;
    const original = value;
    proto[name] = function (this: unknown, ...given: unknown[]) {
      if (name === "shaderSource" && String(given[1]).includes("usampler2D order")) gathering.add(given[0]);
      if (name === "attachShader" && gathering.has(given[1])) gathering.add(given[0]);
      if (name === "useProgram") inUse = given[0];
      if (name.startsWith("draw") && name !== "drawBuffers" && gathering.has(inUse)) marks.push({ ...counts });
      if (!polls.includes(name)) counts.calls += 1;
      if (name.startsWith("drawArrays") || name.startsWith("drawElements")) counts.draws += 1;
      if (name === "readPixels" || name === "getBufferSubData") counts.readbacks += 1;
      if (name === "linkProgram") counts.programs += 1;
      if (name === "createTexture") counts.textures += 1;
      if (name === "deleteTexture") counts.textures -= 1;
      const data = given[given.length - 1];
      if (uploads.includes(name) && ArrayBuffer.isView(data)) {
        counts.uploads += 1;
        counts.uploadedBytes += data.byteLength;
        counts.mostRows = Math.max(counts.mostRows, Number(given[name === "texImage2D" ? 4 : 5]));
      }
      return scope.glSilent && isSilenced.test(name) ? undefined : original.apply(this, given);
    };
  }
}
