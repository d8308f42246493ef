import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { brotliCompressSync, gzipSync, constants as zlib } from "node:zlib";
import { type HeaderRule, headersFor, parseHeaders } from "./headers";

export interface ServeOptions {
  /** Default 4173; if it is taken, the next free one. 0: any free one. */
  port?: number;
  /** Default 127.0.0.1: this machine only. */
  host?: string;
  /** Default: the rules of `_headers` in the directory. */
  headers?: readonly HeaderRule[];
}

export interface RunningServer {
  /** With the port in use and a slash at the end. */
  url: string;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".png": "image/png",
  ".bin": "application/octet-stream",
};

const COMPRESSIBLE = new Set([".html", ".js", ".css", ".json", ".svg", ".txt", ".wasm"]);

/** How many ports to try when one is taken. */
const PORT_ATTEMPTS = 50;

interface Site {
  root: string;
  rules: readonly HeaderRule[];
  /** Compressed answers by encoding and entity tag. */
  compressed: Map<string, Buffer>;
}

/** Serves a built page as a host would that reads its `_headers` file. Rejects when no port can be had. */
export async function serve(directory: string, options: ServeOptions = {}): Promise<RunningServer> {
  const { port = 4173, host = "127.0.0.1" } = options;
  const root = resolve(directory);
  const rules = options.headers ?? parseHeaders(readFileSync(join(root, "_headers"), "utf8"));
  const site: Site = { root, rules, compressed: new Map() };
  const server = createServer((request, response) => {
    answer(site, request, response).catch((error: unknown) => {
      process.stderr.write(`${request.url}: ${String(error)}\n`);
      send(response, 500, {}, "The server failed to answer.\n");
    });
  });
  const used = await listen(server, port, host);
  const name = host === "127.0.0.1" || host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return { url: `http://${name}:${used}/`, close: () => close(server) };
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") return send(response, 405, { Allow: "GET, HEAD" }, "Only GET and HEAD.\n");
  const path = pathOf(request.url ?? "/");
  const file = path === null ? null : await fileAt(site.root, path);
  if (path === null || file === null) return send(response, 404, headersFor(site.rules, path ?? "/"), "Not found.\n");
  const content = await readFile(file);
  const type = extname(file);
  const tag = `"${createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`;
  const headers = {
    "Cache-Control": "no-cache",
    ...headersFor(site.rules, path),
    "Content-Type": TYPES[type] ?? "application/octet-stream",
    ETag: tag,
    Vary: "Accept-Encoding",
  };
  if (request.headers["if-none-match"]?.includes(tag)) return send(response, 304, headers, "");
  const encoding = COMPRESSIBLE.has(type) ? acceptedEncoding(request) : null;
  if (encoding === null) return send(response, 200, headers, content);
  send(response, 200, { ...headers, "Content-Encoding": encoding }, compress(site, encoding, tag, content));
}

/** The decoded path of a request, or null when it is malformed. */
function pathOf(url: string): string | null {
  try {
    return decodeURIComponent(url.split(/[?#]/, 1)[0]);
  } catch {
    return null; // a stray % sign
  }
}

/** The file that a path names (of a folder, its index.html) when it lies inside the root and is not the header file. */
async function fileAt(root: string, path: string): Promise<string | null> {
  const file = resolve(root, `.${path.endsWith("/") ? `${path}index.html` : path}`);
  if (path.includes("\0") || !file.startsWith(root + sep) || file === join(root, "_headers")) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? file : null;
}

function acceptedEncoding(request: IncomingMessage): "br" | "gzip" | null {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : null;
}

function compress({ compressed }: Site, encoding: "br" | "gzip", tag: string, content: Buffer): Buffer {
  const key = encoding + tag;
  const known = compressed.get(key);
  if (known !== undefined) return known;
  const quality = { params: { [zlib.BROTLI_PARAM_QUALITY]: 6, [zlib.BROTLI_PARAM_SIZE_HINT]: content.length } };
  const result = encoding === "br" ? brotliCompressSync(content, quality) : gzipSync(content);
  compressed.set(key, result);
  return result;
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: string | Buffer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const length = status === 304 ? {} : { "Content-Length": Buffer.byteLength(body) };
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", ...headers, ...length });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

async function listen(server: Server, first: number, host: string): Promise<number> {
  for (let port = first; ; port++) {
    try {
      await new Promise<void>((done, fail) => {
        server.once("error", fail);
        server.listen(port, host, () => {
          server.off("error", fail);
          done();
        });
      });
      const address = server.address();
      return typeof address === "object" && address !== null ? address.port : port;
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!taken || port === 0 || port - first >= PORT_ATTEMPTS || port >= 65_535) throw error;
    }
  }
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
