import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHeap } from "../../../src/engine/simd/heap";

const PAGE_BYTES = 65536;
/** Not a multiple of 64, as kernels may leave it. */
const FIRST = 1000;
const FIRST_BLOCK = 1024;

function heapOf(pages: number, maximum = 4096) {
  const memory = new WebAssembly.Memory({ initial: pages, maximum });
  return { memory, heap: createHeap(memory, FIRST) };
}

/** Allocations of so many bytes, and frees of one of the blocks that are there. */
const STEPS = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("allocate" as const), bytes: fc.oneof(fc.nat(300), fc.nat(3 * PAGE_BYTES)) }),
    fc.record({ kind: fc.constant("free" as const), which: fc.nat(1000) }),
  ),
  { maxLength: 80 },
);

const rounded = (bytes: number): number => Math.max(64, Math.ceil(bytes / 64) * 64);

describe("the heap", () => {
  it("gives aligned blocks inside the memory that never overlap, and counts their bytes", () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        const { memory, heap } = heapOf(1);
        const blocks: Array<{ address: number; bytes: number }> = [];
        for (const step of steps) {
          if (step.kind === "allocate") blocks.push({ address: heap.allocate(step.bytes), bytes: step.bytes });
          else if (blocks.length > 0) heap.free(blocks.splice(step.which % blocks.length, 1)[0].address);
          expect(heap.used).toBe(blocks.reduce((sum, { bytes }) => sum + rounded(bytes), 0));
        }
        const sorted = blocks.toSorted((a, b) => a.address - b.address);
        sorted.forEach(({ address, bytes }, i) => {
          expect(address % 64).toBe(0);
          expect(address).toBeGreaterThanOrEqual(FIRST);
          expect(address + rounded(bytes)).toBeLessThanOrEqual(sorted[i + 1]?.address ?? memory.buffer.byteLength - 64);
        });
      }),
      { numRuns: 300 },
    );
  });

  it("is as it was at first when all blocks are freed, in any order: one free place from the start to the end", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40_000), fc.nat()), { minLength: 1, maxLength: 40 }), (wanted) => {
        const { memory, heap } = heapOf(1);
        const blocks = wanted.map(([bytes, order]) => ({ address: heap.allocate(bytes), order }));
        for (const { address } of blocks.toSorted((a, b) => a.order - b.order)) heap.free(address);
        expect(heap.used).toBe(0);
        const size = memory.buffer.byteLength;
        expect(heap.allocate(size - 64 - FIRST_BLOCK)).toBe(FIRST_BLOCK);
        expect(memory.buffer.byteLength).toBe(size);
      }),
    );
  });

  it("does not grow the memory when the same pattern comes again", () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        const { memory, heap } = heapOf(1);
        const once = () => {
          const blocks: number[] = [];
          for (const step of steps) {
            if (step.kind === "allocate") blocks.push(heap.allocate(step.bytes));
            else if (blocks.length > 0) heap.free(blocks.splice(step.which % blocks.length, 1)[0]);
          }
          blocks.forEach(heap.free);
        };
        once();
        const size = memory.buffer.byteLength;
        for (let round = 0; round < 3; round++) once();
        expect(memory.buffer.byteLength).toBe(size);
      }),
    );
  });

  it("takes the first place that fits", () => {
    const { heap } = heapOf(1);
    const [a, b, c] = [640, 64, 640].map((bytes) => heap.allocate(bytes));
    expect([a, b, c]).toEqual([FIRST_BLOCK, FIRST_BLOCK + 640, FIRST_BLOCK + 704]);
    heap.free(a);
    expect(heap.allocate(704)).toBe(c + 640);
    expect(heap.allocate(64)).toBe(a);
    expect(heap.allocate(576)).toBe(a + 64);
  });

  it("refuses to free what is no block, and a block twice", () => {
    const { heap } = heapOf(1);
    const address = heap.allocate(100);
    expect(() => heap.free(address + 64)).toThrow(/^no block begins at 1088$/);
    heap.free(address);
    expect(() => heap.free(address)).toThrow(/^no block begins at 1024$/);
    expect(heap.used).toBe(0);
  });

  it("takes as little as it needs where more is refused, joined to what is free at the end", () => {
    const { memory, heap } = heapOf(32, 33);
    heap.allocate(31 * PAGE_BYTES);
    heap.allocate(PAGE_BYTES + 64);
    expect(memory.buffer.byteLength).toBe(33 * PAGE_BYTES);
  });

  it("is unharmed when the memory cannot grow", () => {
    const { heap } = heapOf(1, 2);
    const address = heap.allocate(1000);
    const used = heap.used;
    expect(() => heap.allocate(3 * PAGE_BYTES)).toThrow(
      /^The SIMD engine holds 1 MiB and needs 1 MiB more than it is granted\. Lower the batch size, the samples K or the posterior's components, or take a smaller network\.$/,
    );
    expect(heap.used).toBe(used);
    heap.free(address);
    expect(heap.allocate(PAGE_BYTES)).toBe(FIRST_BLOCK);
  });
});
