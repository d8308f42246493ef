import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { PATIENCE, SMALL, testPages } from "./page";

const pages = testPages();

const rowsOf = (page: Page) => page.getByRole("listitem").filter({ has: page.getByRole("textbox", { name: "Name of the run" }) });

async function openRuns(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Runs", exact: true }).click();
}

test("saved runs are compared in the charts by their names, several at once, and taken away again", async () => {
  const page = await pages.open(SMALL);
  await page.evaluate(async () => {
    const { playground } = window;
    for (const dim of [2, 5, 3]) {
      await playground.configure({ latent: { dim } });
      await playground.train({ steps: 30 });
    }
  });
  await openRuns(page);
  await expect.poll(() => rowsOf(page).count(), PATIENCE).toBe(3);
  const row = (words: string) => rowsOf(page).filter({ hasText: words });
  await row("latent=5").getByRole("textbox").fill("five");
  await row("latent=5").getByRole("textbox").press("Enter");
  await row("latent=5").getByRole("button", { name: "Compare" }).click();
  const plain = rowsOf(page).filter({ hasNotText: "latent=" });
  await plain.getByRole("button", { name: "Compare" }).click();
  const legend = (name: string) => page.getByRole("figure", { name: "Reconstruction" }).getByText(name, { exact: true });
  await legend("five").waitFor();
  await legend("saved at step 30").waitFor();
  expect(await legend("previous run").count()).toBe(0);
  // The run in hand is not compared with itself.
  expect(await row("in hand").getByRole("button", { name: "Compare" }).count()).toBe(0);

  await row("latent=5").getByRole("button", { name: "Compare", pressed: true }).click();
  await plain.getByRole("button", { name: "Compare", pressed: true }).click();
  await legend("previous run").waitFor();
  expect(await legend("five").count()).toBe(0);
});

test("a run whose nats do not compare cannot be chosen, and one that was chosen says why it is not drawn", async () => {
  const page = await pages.open(SMALL);
  await page.evaluate(() => window.playground.train({ steps: 30 }));
  await page.evaluate(() => window.playground.configure({ seed: 2 }));
  await page.evaluate(() => window.playground.train({ steps: 30 }));
  await openRuns(page);
  const other = rowsOf(page).filter({ hasNotText: "in hand" });
  await other.getByRole("textbox").fill("bits");
  await other.getByRole("textbox").press("Enter");
  await other.getByRole("button", { name: "Compare" }).click();
  await page.evaluate(() => window.playground.configure({ data: { binarization: "none" } }));
  await page.getByText("“bits” is not drawn: it had other pixels (binarization), so its nats do not compare.").waitFor();
});

test("a run that is opened again is itself, not the older state of it that was put aside", async () => {
  const page = await pages.open(SMALL);
  const undo = page.getByRole("button", { name: "Bring back the previous run" });
  await page.evaluate(() => window.playground.train({ steps: 30 }));
  await page.evaluate(() => window.playground.reset());
  await expect.poll(() => undo.getAttribute("aria-disabled"), PATIENCE).toBe("false");
  await openRuns(page);
  await rowsOf(page).filter({ hasText: "step 30" }).getByRole("button", { name: "Open" }).click();
  await expect.poll(() => page.evaluate(() => window.playground.status().step), PATIENCE).toBe(30);
  // Going back to it would undo what is trained from here on.
  await expect.poll(() => undo.getAttribute("aria-disabled"), PATIENCE).toBe("true");
  await page.evaluate(() => window.playground.train({ steps: 60 }));
  await page.evaluate(() => window.playground.keepRun());
  await expect.poll(() => rowsOf(page).allTextContents(), PATIENCE).toEqual([expect.stringContaining("step 90")]);
});

test("a run that is brought back is in hand again, in no other tab, and two deleted runs both come back", async () => {
  const page = await pages.open(SMALL);
  await page.evaluate(async () => {
    const { playground } = window;
    for (const dim of [2, 3, 4]) {
      await playground.configure({ latent: { dim } });
      await playground.train({ steps: 20 });
    }
  });
  await page.getByRole("button", { name: "Bring back the previous run" }).click();
  await openRuns(page);
  const row = (words: string) => rowsOf(page).filter({ hasText: words });
  await row("latent=3").filter({ hasText: "in hand" }).waitFor();
  await expect.poll(() => row("latent=4").getByRole("button", { name: "Open", exact: true }).count(), PATIENCE).toBe(1);
  expect(await page.getByText("in hand in another tab").count()).toBe(0);

  await row("latent=4").getByRole("button", { name: "Delete" }).click();
  await rowsOf(page).filter({ hasNotText: "latent=" }).getByRole("button", { name: "Delete" }).click();
  await expect.poll(() => rowsOf(page).count(), PATIENCE).toBe(1);
  const undo = page.getByRole("status").getByRole("button", { name: "Undo" });
  await expect.poll(() => undo.count(), PATIENCE).toBe(2);
  await undo.last().click();
  await undo.last().click();
  await openRuns(page);
  await expect.poll(() => rowsOf(page).count(), PATIENCE).toBe(3);
});

test("where the browser keeps nothing, the run in hand is still saved as a file, and opened from it", async () => {
  const page = await pages.open(SMALL, {
    prepare: (context) =>
      context.route(/\/worker\/[^/]*\.js$/, async (route) => {
        const response = await route.fetch();
        const shim = `IDBFactory.prototype.open = () => { throw new DOMException("storage is blocked here", "SecurityError"); };\n`;
        await route.fulfill({ response, body: shim + (await response.text()) });
      }),
  });
  await page.evaluate(() => window.playground.train({ steps: 30 }));
  await openRuns(page);
  await page.getByText("Not saved: ").waitFor();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save this run as a file" }).click();
  const file = await (await downloading).path();
  await page.evaluate(() => window.playground.reset());
  expect(await page.evaluate(() => window.playground.status().step)).toBe(0);
  await page.getByLabel("File for “Load a run file”").setInputFiles(file);
  await expect.poll(() => page.evaluate(() => window.playground.status().step), PATIENCE).toBe(30);
});
