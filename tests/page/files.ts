import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";

export interface SavedFile {
  name: string;
  content: Buffer;
}

/** What the browser saves when `act` is done. */
export async function savedBy(page: Page, act: () => Promise<void>): Promise<SavedFile> {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 10_000 }), act()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

/** The lines of a CSV file, as records by column. */
export function readCsv(text: string): Record<string, string>[] {
  const [header, ...lines] = text.trimEnd().split("\n");
  const columns = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [columns[i], value])));
}
