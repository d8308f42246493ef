import type { PeerAnswer, PeerRequest } from "../protocol";

declare global {
  interface Window {
    /** Passes a call to the peer of this page; never rejects. */
    askPeer(request: PeerRequest): Promise<PeerAnswer>;
  }
}

/** One peer per page, in a worker: `?peer=tfjs`, `jax` or `kernels`. */
const WORKERS: Record<string, () => Worker> = {
  tfjs: () => new Worker(new URL("./tfjsWorker.ts", import.meta.url), { type: "module" }),
  engine: () => new Worker(new URL("./engineWorker.ts", import.meta.url), { type: "module" }),
  jax: () => new Worker(new URL("./jaxWorker.ts", import.meta.url), { type: "module" }),
  kernels: () => new Worker(new URL("./kernelsWorker.ts", import.meta.url), { type: "module" }),
};

const worker = WORKERS[new URLSearchParams(location.search).get("peer") ?? ""]();

window.askPeer = (request) =>
  new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<PeerAnswer>) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: message || "its worker could not be loaded" });
    worker.postMessage(request);
  });
