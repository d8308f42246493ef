import type { CDPSession, Page } from "playwright-core";

/** Bytes of each. */
export interface DataSizes {
  page: number;
  worker: number;
}

/** What the JavaScript of a page and of its worker holds, asked through the browser's protocol. */

export interface Heaps {
  /** Bytes in use after collection. */
  page(): Promise<number>;
  /** NaN where it cannot be asked. */
  worker(): Promise<number>;
  /** Bytes of objects, arrays, strings and functions alone: not the machine code that V8 has made of what ran often, and not the browser's own. */
  data(): Promise<DataSizes>;
}

/** One end of the protocol. */
interface End {
  send(method: string, params?: object): Promise<unknown>;
  /** Gets the parts of a snapshot while one is made. */
  onChunk: (chunk: string) => void;
}

interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[]] } };
  nodes: number[];
}

async function usedBy({ send }: End): Promise<number> {
  await send("HeapProfiler.enable");
  await send("HeapProfiler.collectGarbage");
  const { usedSize } = (await send("Runtime.getHeapUsage")) as { usedSize: number };
  return usedSize;
}

function dataIn({ snapshot, nodes }: Snapshot): number {
  const { node_fields, node_types } = snapshot.meta;
  const [type, size] = ["type", "self_size"].map((field) => node_fields.indexOf(field));
  const isData = node_types[0].map((name) => name !== "code" && name !== "native");
  let bytes = 0;
  for (let node = 0; node < nodes.length; node += node_fields.length) if (isData[nodes[node + type]]) bytes += nodes[node + size];
  return bytes;
}

/** V8 keeps the texts of small numbers in a table that takes its full size, 64 kB, at some time: here before the first reading. */
const FILL_NUMBER_TEXTS = { expression: "for (let i = 0; i < 20000; i++) String(i)" };

async function dataOf(end: End): Promise<number> {
  await end.send("Runtime.evaluate", FILL_NUMBER_TEXTS);
  const chunks: string[] = [];
  end.onChunk = (chunk) => chunks.push(chunk);
  await end.send("HeapProfiler.enable");
  await end.send("HeapProfiler.takeHeapSnapshot");
  await end.send("HeapProfiler.disable");
  return dataIn(JSON.parse(chunks.join("")));
}

/** The worker's messages travel inside those of the page. */
function endOfWorker(session: CDPSession): End & { isThere(): boolean } {
  const pending = new Map<number, (result: unknown) => void>();
  let sessionId: string | null = null;
  let last = 0;
  const end: End & { isThere(): boolean } = {
    isThere: () => sessionId !== null,
    onChunk: () => undefined,
    send: (method, params = {}) =>
      new Promise<unknown>((resolve) => {
        last += 1;
        pending.set(last, resolve);
        const message = JSON.stringify({ id: last, method, params });
        void session.send("Target.sendMessageToTarget", { sessionId: sessionId ?? "", message });
      }),
  };
  session.on("Target.attachedToTarget", ({ sessionId: attached, targetInfo }) => {
    if (targetInfo.type === "worker" && targetInfo.url.includes("adapter")) sessionId = attached;
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result, method, params } = JSON.parse(message);
    if (method === "HeapProfiler.addHeapSnapshotChunk") end.onChunk(params.chunk);
    pending.get(id)?.(result);
    pending.delete(id);
  });
  return end;
}

/** Before the page is opened: its worker is attached to when it starts. */
export async function attachHeaps(page: Page): Promise<Heaps> {
  const session = await page.context().newCDPSession(page);
  const own: End = { send: (method, params) => session.send(method as "Runtime.evaluate", params as never), onChunk: () => undefined };
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => own.onChunk(chunk));
  const worker = endOfWorker(session);
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const ifThere = async (ask: (end: End) => Promise<number>) => (worker.isThere() ? ask(worker) : Number.NaN);
  return {
    page: () => usedBy(own),
    worker: () => ifThere(usedBy),
    data: async () => ({ page: await dataOf(own), worker: await ifThere(dataOf) }),
  };
}
