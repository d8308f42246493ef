/**
 * Blocks in one WebAssembly memory: the first free place that fits, neighbours joined when they are freed. The memory's last 64 bytes
 * are in no block, so that a vector read at the end of a tensor stays within the memory.
 */
export interface Heap {
  /** The address of `bytes` bytes, 64-byte aligned, contents undefined. @throws Error when the memory cannot grow that far. */
  allocate(bytes: number): number;
  free(address: number): void;
  /** Bytes in blocks that have not been freed. */
  readonly used: number;
}

const PAGE_BYTES = 65536;
/** A cache line, so that no two blocks share one. */
const ALIGNMENT = 64;
/** The memory grows by this share of itself at least, so that it grows seldom. */
const GROWTH = 1 / 8;

export function createHeap(memory: WebAssembly.Memory, firstAddress: number): Heap {
  /** Free blocks by rising address, no two of them adjacent; the last may end where the memory does. */
  const starts: number[] = [align(firstAddress)];
  const sizes: number[] = [memory.buffer.byteLength - ALIGNMENT - align(firstAddress)];
  const blocks = new Map<number, number>();
  let used = 0;

  const release = (start: number, size: number) => {
    const next = firstAbove(starts, start);
    const joinsBefore = next > 0 && starts[next - 1] + sizes[next - 1] === start;
    const joinsAfter = next < starts.length && start + size === starts[next];
    if (joinsBefore) {
      sizes[next - 1] += size + (joinsAfter ? sizes[next] : 0);
      if (joinsAfter) remove(starts, sizes, next);
    } else if (joinsAfter) {
      starts[next] = start;
      sizes[next] += size;
    } else {
      starts.splice(next, 0, start);
      sizes.splice(next, 0, size);
    }
  };

  /** Makes room for a block at the end, with some to spare where it is granted. */
  const grow = (bytes: number) => {
    const end = memory.buffer.byteLength - ALIGNMENT;
    const last = starts.length - 1;
    const missing = bytes - (last >= 0 && starts[last] + sizes[last] === end ? sizes[last] : 0);
    const needed = Math.ceil(missing / PAGE_BYTES);
    if (!grows(memory, Math.max(needed, Math.ceil((end * GROWTH) / PAGE_BYTES))) && !grows(memory, needed)) {
      const [have, need] = [end, missing].map((size) => Math.ceil(size / 2 ** 20));
      throw new Error(
        `The SIMD engine holds ${have} MiB and needs ${need} MiB more than it is granted. Lower the batch size, the samples K or the posterior's components, or take a smaller network.`,
      );
    }
    release(end, memory.buffer.byteLength - ALIGNMENT - end);
  };

  return {
    get used() {
      return used;
    },
    allocate(bytes) {
      const size = Math.max(ALIGNMENT, align(bytes));
      let place = sizes.findIndex((free) => free >= size);
      if (place < 0) {
        grow(size);
        place = sizes.findIndex((free) => free >= size);
      }
      const address = starts[place];
      starts[place] += size;
      sizes[place] -= size;
      if (sizes[place] === 0) remove(starts, sizes, place);
      blocks.set(address, size);
      used += size;
      return address;
    },
    free(address) {
      const size = blocks.get(address);
      if (size === undefined) throw new Error(`no block begins at ${address}`);
      blocks.delete(address);
      used -= size;
      release(address, size);
    },
  };
}

/** False where the memory may not grow so far. */
function grows(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function remove(starts: number[], sizes: number[], index: number): void {
  starts.splice(index, 1);
  sizes.splice(index, 1);
}

/** The index of the first element above `value` in a rising list; its length when there is none. */
function firstAbove(list: readonly number[], value: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
