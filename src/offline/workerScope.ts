/** What the service worker uses of its global scope: its types stand in a library that cannot be had beside the page's. */

interface Waiting {
  /** The browser lets the worker live until this is done. */
  waitUntil(done: Promise<unknown>): void;
}

export interface FetchEvent extends Waiting {
  request: Request;
  respondWith(response: Promise<Response>): void;
}

interface MessageEventOfPage extends Waiting {
  data: unknown;
}

export interface WorkerScope {
  registration: { scope: string };
  clients: {
    matchAll(options: { type: "all"; includeUncontrolled: boolean }): Promise<readonly { id: string }[]>;
    /** Pages that came from the network are answered by this worker too. */
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Waiting) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: MessageEventOfPage) => void): void;
}
