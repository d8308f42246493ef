import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";

/**
 * A fault and what the page promises of it. Each is brought about `short` times in `npm test` and `long` times in `npm run test:faults`, by the
 * same code; what was measured becomes a row of that command's table.
 */

/** What one try has measured; what a fault does not touch is left out. */
export interface Measured {
  /** From the fault until the page says that it recovers from one, in milliseconds. */
  found?: number;
  /** From the fault to the next training step, in milliseconds. */
  resumed?: number;
  /** Steps that were made again. */
  lost?: number;
  /** The largest difference of the curve and the weights from those of a run without the fault. */
  difference?: number;
}

export interface Promised {
  /** Seconds until the fault is found, and until the next step. */
  found?: number;
  seconds?: number;
  steps?: number;
  difference?: number;
}

/** A row of the table, as it is written to the file that FAULT_TABLE names. */
export interface FaultRow extends Measured {
  fault: string;
  tries: number;
  recovered: number;
}

const IS_LONG = process.env.FAULT_TRIES === "long";

/** The longest that one try may take, in milliseconds. */
const LONGEST_TRY = 120_000;

const largest = (values: (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

function checkPromise({ found, resumed, lost, difference }: Measured, promised: Promised): void {
  if (promised.found !== undefined) expect(found, "milliseconds until the fault was found").toBeLessThanOrEqual(1000 * promised.found);
  if (promised.seconds !== undefined) expect(resumed, "milliseconds to the next step").toBeLessThanOrEqual(1000 * promised.seconds);
  if (promised.steps !== undefined) expect(lost, "steps lost").toBeLessThanOrEqual(promised.steps);
  if (promised.difference !== undefined)
    expect(difference, "difference from the run without the fault").toBeLessThanOrEqual(promised.difference);
}

/** Registers the test. `once` is told which try it is, from 0: where the fault comes follows from it. */
export function scenario(
  fault: string,
  tries: { short: number; long: number },
  promised: Promised,
  once: (attempt: number) => Promise<Measured>,
): void {
  const count = IS_LONG ? tries.long : tries.short;
  // Some take too long for `npm test`.
  if (count === 0) return;
  test(
    fault,
    async () => {
      const measured: Measured[] = [];
      const failures: unknown[] = [];
      for (let attempt = 0; attempt < count; attempt++) {
        try {
          const one = await once(attempt);
          measured.push(one);
          checkPromise(one, promised);
        } catch (error) {
          failures.push(error);
        }
      }
      const of = (name: keyof Measured) => largest(measured.map((one) => one[name]));
      const row: FaultRow = {
        fault,
        tries: count,
        recovered: count - failures.length,
        found: of("found"),
        resumed: of("resumed"),
        lost: of("lost"),
        difference: of("difference"),
      };
      if (process.env.FAULT_TABLE !== undefined) appendFileSync(process.env.FAULT_TABLE, `${JSON.stringify(row)}\n`);
      if (failures.length > 0) throw failures[0];
    },
    count * LONGEST_TRY,
  );
}
