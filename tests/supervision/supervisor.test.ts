import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { type Recovering, startSupervisor } from "../../src/supervision/supervisor";
import type { FromWorker, OpenOptions, SessionEvent, ToWorker } from "../../src/worker/protocol";

/** The supervisor over workers that do as they are told, in time that the test makes pass. */

interface FakeWorker {
  onmessage: ((event: { data: FromWorker }) => void) | null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null;
}

const workers: FakeWorker[] = [];
const opened: OpenOptions[] = [];
let starts: (options: OpenOptions) => boolean;
let runIds: () => string;

class StubWorker implements FakeWorker {
  onmessage: FakeWorker["onmessage"] = null;
  onerror: FakeWorker["onerror"] = null;
  private isAlive = true;
  constructor() {
    workers.push(this);
  }
  postMessage(message: ToWorker): void {
    queueMicrotask(() => this.answer(message));
  }
  terminate(): void {
    this.isAlive = false;
  }
  private answer({ id, call, arguments: given }: ToWorker): void {
    if (!this.isAlive) return;
    if (call === "open") this.open(id, (given as [OpenOptions])[0]);
    else this.say({ kind: "answer", id, value: undefined });
  }
  private open(id: number, options: OpenOptions): void {
    opened.push(options);
    if (!starts(options)) {
      this.say({ kind: "refusal", id, message: "it does not start" });
      return;
    }
    const name = options.engine === "auto" ? "webgl" : options.engine;
    const run = { runId: runIds(), experiment: DEFAULT_EXPERIMENT, step: 0, history: [], changes: [] };
    const events = [
      { kind: "engine", engine: { name, label: name, reason: "" } },
      { kind: "run", run, previous: null },
    ] as SessionEvent[];
    this.say({ kind: "events", events });
    this.say({ kind: "answer", id, value: undefined });
  }
  private say(data: FromWorker): void {
    this.onmessage?.({ data });
  }
}

function supervised() {
  const told: Recovering[] = [];
  const supervisor = startSupervisor({
    onEvents: () => undefined,
    onRecovery: (recovering) => told.push(recovering),
    saves: true,
    now: () => Date.now(),
  });
  const phases = () => told.map((each) => (each.phase === "waiting" ? `waiting ${each.seconds}` : each.phase));
  const fail = (cause: string) => workers.at(-1)?.onerror?.({ message: cause, preventDefault: () => undefined });
  return { supervisor, told, phases, fail };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("Worker", StubWorker);
  vi.stubGlobal("location", { href: "http://localhost/" });
  [workers.length, opened.length] = [0, 0];
  [starts, runIds] = [() => true, () => "a"];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(1000 * seconds);
const OPEN: OpenOptions = { engine: "webgl", experiment: DEFAULT_EXPERIMENT };

describe("a worker that fails", () => {
  it("is replaced at once, and again after 2, 10, 30 and 130 seconds; then it is given up, once, and the engine stays the one it was", async () => {
    const { supervisor, phases, fail } = supervised();
    await supervisor.call.open(OPEN);
    starts = () => false;
    fail("the graphics context was lost");
    supervisor.call.beat().catch(() => undefined);
    await pass(200);
    const ladder = ["restarting", ...[2, 10, 30, 130].flatMap((seconds) => [`waiting ${seconds}`, "restarting"]), "givenUp"];
    expect(phases()).toEqual(ladder);
    expect(opened.slice(1).every(({ engine, exactly }) => engine === "webgl" && exactly === true)).toBe(true);
    // Nobody looks after what has been given up.
    await pass(600);
    expect(phases()).toEqual(ladder);
    starts = () => true;
    supervisor.retry("simd");
    await pass(1);
    expect(phases().slice(ladder.length)).toEqual(["restarting", "recovered"]);
    expect(opened.at(-1)).toMatchObject({ engine: "simd", exactly: true });
    supervisor.terminate();
  });

  it("waits the second time also where no run was saved, so that the next worker began another", async () => {
    const { supervisor, phases, fail } = supervised();
    runIds = () => `run ${workers.length}`;
    await supervisor.call.open(OPEN);
    fail("first");
    await pass(1);
    fail("second");
    await pass(1);
    expect(phases()).toEqual(["restarting", "recovered", "waiting 2"]);
    supervisor.terminate();
  });

  it("a second time within three minutes waits before it is replaced, later it does not", async () => {
    const { supervisor, phases, fail } = supervised();
    await supervisor.call.open(OPEN);
    fail("first");
    await pass(1);
    fail("second");
    await pass(5);
    expect(phases()).toEqual(["restarting", "recovered", "waiting 2", "restarting", "recovered"]);
    await pass(200);
    fail("third");
    await pass(1);
    expect(phases().slice(5)).toEqual(["restarting", "recovered"]);
    supervisor.terminate();
  });
});
