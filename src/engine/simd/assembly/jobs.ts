// AssemblyScript. How a kernel's work is shared among threads.
//
// A kernel writes its arguments into one block of memory and cuts its work into chunks, by size alone and never by the number of
// threads, so that the results are the same for any number of them. The main thread and the helpers then take chunks until none is
// left. `remaining` is the only thing fought over: whoever lowers it by one from r has chunk r − 1 of the job that is current at that
// moment, and the arguments stay as they are until every chunk is done.

/** Where the block begins, each part on a cache line of its own: remaining, done, sleeping helpers, main asleep; arguments follow. */
@inline
function control(): usize {
  return (__heap_base + 63) & ~(<usize>63);
}
const DONE: usize = 64;
const SLEEPERS: usize = 128;
const MAIN_SLEEPS: usize = 192;
const WORK: usize = 256;
const HELPERS: usize = 260;
const CHUNKS: usize = 264;
const PATIENCE: usize = 268;
const WAITS_IN_VAIN: usize = 272;
const INTEGERS: usize = 320;
const FLOATS: usize = 512;
const CONTROL_BYTES: usize = 576;

/** Looks for work before a helper goes to sleep: about a tenth of a millisecond, longer than the pauses within a training step. */
const HELPER_SPINS: i32 = 60000;
const MAIN_SPINS: i32 = 20000;

/** The main thread's longest sleep, in nanoseconds, and what `atomic.wait` returns after it. */
const NAP: i64 = 100_000_000;
const TIMED_OUT: i32 = 2;

/** Called when a helper has taken a chunk and does not finish it; throws. */
@external("env", "helperLost")
declare function helperLost(): void;

/** First address that the caller may use; all below is the kernels' own. */
export function firstFreeAddress(): usize {
  return control() + CONTROL_BYTES;
}

/** Argument `i` (0 … 47) of the job: an address or a size. */
@inline
export function setInteger(i: usize, value: i32): void {
  store<i32>(control() + INTEGERS + (i << 2), value);
}

@inline
export function integer(i: usize): i32 {
  return load<i32>(control() + INTEGERS + (i << 2));
}

@inline
export function address(i: usize): usize {
  return <usize>load<u32>(control() + INTEGERS + (i << 2));
}

/** Argument `i` (0 … 7) of the job: a number. */
@inline
export function setFloat(i: usize, value: f64): void {
  store<f64>(control() + FLOATS + (i << 3), value);
}

@inline
export function float(i: usize): f64 {
  return load<f64>(control() + FLOATS + (i << 3));
}

@inline
export function divideUp(value: i32, unit: i32): i32 {
  return (value + unit - 1) / unit;
}

/** Calls work(0) … work(chunks − 1), in any order and on any thread, and returns when all are done. The arguments are set before. */
export function parallel(work: (chunk: i32) => void, chunks: i32): void {
  if (ASC_FEATURE_THREADS && chunks > 1 && load<i32>(control() + HELPERS) > 0) {
    store<i32>(control() + WORK, work.index);
    store<i32>(control() + CHUNKS, chunks);
    atomic.store<i32>(control() + DONE, 0);
    atomic.store<i32>(control(), chunks);
    if (atomic.load<i32>(control() + SLEEPERS) > 0) atomic.notify(control(), -1);
    takeChunks();
    waitUntilDone();
  } else {
    for (let chunk = chunks - 1; chunk >= 0; chunk--) work(chunk);
  }
}

/**
 * Tells `parallel` how many helpers there are; called by the main thread when they have started. When `patience` tenths of a second pass
 * in which none finishes a chunk that it has taken, `helperLost` is called, and the main thread works alone from then on.
 */
export function setHelpers(count: i32, patience: i32): void {
  store<i32>(control() + PATIENCE, patience);
  store<i32>(control() + HELPERS, count);
}

/** Does chunks until none is left. */
function takeChunks(): void {
  for (;;) {
    const remaining = atomic.load<i32>(control());
    if (remaining <= 0) return;
    if (atomic.cmpxchg<i32>(control(), remaining, remaining - 1) != remaining) continue;
    call_indirect<void>(load<i32>(control() + WORK), remaining - 1);
    atomic.add<i32>(control() + DONE, 1);
    if (atomic.load<i32>(control() + MAIN_SLEEPS) != 0) atomic.notify(control() + DONE, 1);
  }
}

function allDone(): bool {
  return atomic.load<i32>(control() + DONE) == load<i32>(control() + CHUNKS);
}

/** All that it knows is in memory: V8 11 (Node 20) forgets a local variable that is held across `atomic.wait` in a loop. */
function waitUntilDone(): void {
  for (let spin = 0; spin < MAIN_SPINS; spin++) {
    if (allDone()) return;
  }
  store<i32>(control() + WAITS_IN_VAIN, 0);
  atomic.store<i32>(control() + MAIN_SLEEPS, 1);
  while (!allDone() && load<i32>(control() + WAITS_IN_VAIN) < load<i32>(control() + PATIENCE)) waitForChunk();
  atomic.store<i32>(control() + MAIN_SLEEPS, 0);
  if (!allDone()) giveUp();
}

/** Naps are counted, not time, which also passes while a computer sleeps. */
function waitForChunk(): void {
  const done = atomic.load<i32>(control() + DONE);
  if (done == load<i32>(control() + CHUNKS)) return;
  const inVain = atomic.wait<i32>(control() + DONE, done, NAP) == TIMED_OUT;
  store<i32>(control() + WAITS_IN_VAIN, inVain ? load<i32>(control() + WAITS_IN_VAIN) + 1 : 0);
}

function giveUp(): void {
  store<i32>(control() + HELPERS, 0);
  helperLost();
  unreachable();
}

/** A helper's whole life: works when there is work, sleeps when there is none; never returns. */
export function help(): void {
  if (!ASC_FEATURE_THREADS) return;
  for (;;) {
    takeChunks();
    let spin = 0;
    while (spin < HELPER_SPINS && atomic.load<i32>(control()) <= 0) spin++;
    if (spin < HELPER_SPINS) continue;
    atomic.add<i32>(control() + SLEEPERS, 1);
    atomic.wait<i32>(control(), 0, -1);
    atomic.sub<i32>(control() + SLEEPERS, 1);
  }
}
