const OPENER = "Cross-Origin-Opener-Policy";
const EMBEDDER = "Cross-Origin-Embedder-Policy";

/**
 * The answer with the headers that threads need, where its host has not sent them: a document needs both, a worker's script the second.
 * Everything else comes from this origin, which a page that is isolated may read without a header.
 */
export function isolated(response: Response, part: "document" | "worker"): Response {
  const headers = new Headers(response.headers);
  if (part === "document" && !headers.has(OPENER)) headers.set(OPENER, "same-origin");
  if (!headers.has(EMBEDDER)) headers.set(EMBEDDER, "require-corp");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

/** Whether the host sends this document without the header that isolates it. */
export async function lacksIsolation(address: string): Promise<boolean> {
  return !(await fetch(address, { method: "HEAD" })).headers.has(EMBEDDER);
}
