import type { Page } from "playwright-core";
import { expect } from "vitest";
import { statusOf, train } from "../page/model";
import { PATIENCE, SMALL, testPages } from "../page/page";
import { scenario } from "./scenario";
import { differenceOf, kept, notices, opened, outcomeOf, resume, unfaulted } from "./trial";

/** Faults of the disk, as the page meets them: it trains on, says what is the matter, and touches nothing that it cannot read. */

const pages = testPages();

const PLAN = { before: 60, steps: 40 };
const plain = unfaulted(pages, SMALL, PLAN);

type Damage = "flip" | "truncate" | "newer";

/** Damages the newest slots of the only run, past the page; `count` of them. */
function damage(page: Page, kind: Damage, count: number): Promise<void> {
  return page.evaluate(
    async ({ kind, count }) => {
      const crc32 = (bytes: Uint8Array) => {
        let sum = 0xffffffff;
        for (const byte of bytes) {
          sum ^= byte;
          for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
        }
        return (sum ^ 0xffffffff) >>> 0;
      };
      const answer = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await answer(indexedDB.open("vae-playground"));
      const store = database.transaction("slots", "readwrite").objectStore("slots");
      const slots: { generation: number; bytes: Uint8Array; checksum: number }[] = await answer(store.getAll());
      slots.sort((a, b) => b.generation - a.generation);
      if (slots.length < 2) throw new Error("the run has not two slots yet");
      for (const slot of slots.slice(0, count)) {
        if (kind === "flip") slot.bytes[slot.bytes.length >> 1] ^= 1;
        if (kind === "truncate") slot.bytes = slot.bytes.slice(0, slot.bytes.length >> 1);
        if (kind === "newer") {
          const format = "vae-playground-run/";
          slot.bytes[new TextDecoder("latin1").decode(slot.bytes).indexOf(format) + format.length] = "2".charCodeAt(0);
          slot.checksum = crc32(slot.bytes);
        }
        await answer(store.put(slot));
      }
      database.close();
    },
    { kind, count },
  );
}

/** Generations and checksums of all slots. */
function slotsOf(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await answer(indexedDB.open("vae-playground"));
    const slots: { generation: number; bytes: Uint8Array }[] = await answer(database.transaction("slots").objectStore("slots").getAll());
    database.close();
    return slots.map(({ generation, bytes }) => [
      generation,
      bytes.length,
      bytes.reduce((sum, byte, i) => (sum + byte * (i + 1)) % 1_000_003, 0),
    ]);
  });
}

/** A run with checkpoints at the steps 60 and 80, in a page that has ended; another page on the same disk. */
async function twoCheckpoints(kind: Damage, count: number): Promise<Page> {
  const page = await pages.open(SMALL, { expected: /404/ });
  await train(page, PLAN.before);
  await kept(page);
  await train(page, 20);
  await kept(page);
  const next = await page.context().newPage();
  await next.goto(new URL("no-such-page", page.url()).href);
  await page.close();
  await damage(next, kind, count);
  await next.goto(page.url());
  await opened(next);
  return next;
}

for (const kind of ["flip", "truncate"] as const) {
  scenario(`newest checkpoint damaged (${kind})`, { short: 1, long: 3 }, { difference: 0 }, async () => {
    const reference = await plain();
    const page = await twoCheckpoints(kind, 1);
    await page.getByRole("button", { name: "Resume" }).click();
    await expect
      .poll(() => notices(page), PATIENCE)
      .toContain("The newest checkpoint of this run was damaged; the one before it was opened");
    // The step before, or the same before its point of the test curve had come.
    const { step } = await statusOf(page);
    expect([PLAN.before, PLAN.before + 20]).toContain(step);
    await train(page, PLAN.before + PLAN.steps - step);
    const difference = differenceOf(await outcomeOf(page), reference);
    await page.context().close();
    return { difference };
  });
}

for (const [fault, kind, words] of [
  ["both checkpoints damaged", "truncate", "both checkpoints of this run are damaged; nothing was changed"],
  ["record of a newer version", "newer", "written by a newer version of the page"],
] as const) {
  scenario(fault, { short: 1, long: 3 }, {}, async () => {
    const page = await twoCheckpoints(kind, 2);
    const before = await slotsOf(page);
    await page.getByRole("button", { name: "Resume" }).click();
    await expect.poll(() => notices(page), PATIENCE).toContain(words);
    expect(await slotsOf(page)).toEqual(before);
    // The page itself goes on, and the record can be removed.
    expect(await train(page, 5)).toBe(5);
    await page.context().close();
    return {};
  });
}

scenario("database of a newer version", { short: 1, long: 3 }, {}, async () => {
  const page = await pages.open(SMALL, {
    prepare: async (context) => {
      await context.addInitScript(() => {
        if (location.hash.includes("n=4000")) indexedDB.open("vae-playground", 7);
      });
    },
  });
  expect(await train(page, 20)).toBe(20);
  await kept(page);
  await expect
    .poll(() => notices(page), PATIENCE)
    .toMatch(/This run is not saved: the saved runs are of a newer version of this page; they were left untouched/);
  const version = await page.evaluate(async () => (await indexedDB.databases()).find(({ name }) => name === "vae-playground")?.version);
  expect(version).toBe(7);
  expect(await train(page, 5)).toBe(25);
  await page.context().close();
  return {};
});

scenario("disk full, then room again", { short: 1, long: 3 }, { difference: 0 }, async () => {
  const reference = await plain();
  const page = await pages.open(SMALL);
  const { origin } = new URL(page.url());
  // The limit holds for as long as this session of the page does.
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1000 });
  expect(await train(page, PLAN.before)).toBe(PLAN.before);
  await kept(page);
  await expect
    .poll(() => notices(page), PATIENCE)
    .toContain("This run is not saved: this browser gives the page no more room on the disk. Training goes on; Runs saves it as a file.");
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await train(page, PLAN.steps);
  await kept(page);
  await expect.poll(() => notices(page), PATIENCE).toContain(`This run is saved again, at step ${PLAN.before + PLAN.steps}.`);
  const next = await page.context().newPage();
  await page.close();
  await next.goto(new URL(SMALL, origin).href);
  await opened(next);
  await resume(next, PLAN.before + PLAN.steps);
  const difference = differenceOf(await outcomeOf(next), reference);
  await next.context().close();
  return { difference };
});
