import { openDB } from "idb";
import { expect } from "vitest";
import { cdp } from "vitest/browser";

/** What the browser's own protocol has for the room that it gives to a page. */
interface Protocol {
  send(method: "Storage.overrideQuotaForOrigin", given: { origin: string; quotaSize?: number }): Promise<unknown>;
}

/** The browser remembers for half a minute how much room there was. */
const PATIENCE = { timeout: 45_000, interval: 200 };

/** Whether so many bytes more can be written. */
async function hasRoom(bytes: number): Promise<boolean> {
  const database = await openDB("test-room", 1, { upgrade: (opened) => void opened.createObjectStore("bytes") });
  try {
    const writing = database.transaction("bytes", "readwrite");
    writing.store.put(new Uint8Array(bytes).fill(1), 0).catch(() => undefined);
    writing.store.delete(0).catch(() => undefined);
    return await writing.done.then(
      () => true,
      () => false,
    );
  } finally {
    database.close();
  }
}

/** From now on the browser gives this origin only so many bytes on the disk beyond those that it has. */
export async function limitRoom(bytes: number): Promise<void> {
  const { usage = 0 } = await navigator.storage.estimate();
  const protocol = cdp() as unknown as Protocol;
  await protocol.send("Storage.overrideQuotaForOrigin", { origin: location.origin, quotaSize: usage + bytes });
  await expect.poll(() => hasRoom(bytes + 1_000_000), PATIENCE).toBe(false);
}

export async function unlimitRoom(): Promise<void> {
  await (cdp() as unknown as Protocol).send("Storage.overrideQuotaForOrigin", { origin: location.origin });
}
