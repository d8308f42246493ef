import { setTimeout } from "node:timers/promises";
import { attempt, type Entry, runnerOf } from "./contestants";
import { REST } from "./measureSteps";
import type { Product } from "./protocol";

/** GFLOP/s of one contestant on one product, one figure per round. */
interface ProductRow {
  product: string;
  name: string;
  label: string;
  native: boolean;
  threads: number;
  samples: number[];
  failure: string | null;
}

export interface MeasuredProducts {
  /** GFLOP/s of one thread that only multiplies and adds in registers; null where nobody could say. */
  multiplyAddRate: number | null;
  rows: ProductRow[];
}

/** Every product in rounds, in which every contestant repeats it for about `block` milliseconds, all others idle. */
export async function measureProducts(
  entries: readonly Entry[],
  products: readonly { name: string; product: Product }[],
  { rounds, block }: { rounds: number; block: number },
): Promise<MeasuredProducts> {
  const multiplyAddRate = await fastestLoop(entries);
  const rows: ProductRow[] = [];
  for (const { name: title, product } of products) {
    const samples = new Map<Entry, number[]>(entries.map((entry) => [entry, []]));
    for (let round = 0; round < rounds; round++) {
      for (const entry of entries) {
        await attempt(entry, async () => {
          await setTimeout(REST);
          samples.get(entry)?.push(await runnerOf(entry).product(product, block));
        });
      }
    }
    rows.push(...entries.map((entry) => rowOf(entry, title, samples.get(entry) ?? [])));
  }
  return { multiplyAddRate, rows };
}

async function fastestLoop(entries: readonly Entry[]): Promise<number | null> {
  const rates: number[] = [];
  for (const entry of entries) {
    await attempt(entry, async () => {
      const rate = await runnerOf(entry).multiplyAddRate();
      if (rate !== null) rates.push(rate);
    });
  }
  return rates.length > 0 ? Math.max(...rates) : null;
}

function rowOf({ contestant, label, failure }: Entry, product: string, samples: number[]): ProductRow {
  const { name, native, threads } = contestant;
  return { product, name, label, native, threads, samples, failure };
}
