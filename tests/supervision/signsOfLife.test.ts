import { describe, expect, it } from "vitest";
import { budgetLeft } from "../../src/supervision/budget";
import { watchSigns } from "../../src/supervision/signsOfLife";

/** Ticks every quarter of a second from now on, until the worker is given up; the silence until then, in milliseconds. */
function silenceUntilGone(
  engine: "simd" | "webgl" | "cpu",
  prepare: (watched: ReturnType<typeof watchSigns>, clock: { time: number }) => void,
) {
  const clock = { time: 0 };
  const watched = watchSigns(() => clock.time);
  watched.started();
  prepare(watched, clock);
  watched.heard();
  const began = clock.time;
  for (; clock.time - began < 200_000; clock.time += 250) if (watched.tick(engine) === "gone") return clock.time - began;
  return Number.POSITIVE_INFINITY;
}

const warm = (watched: ReturnType<typeof watchSigns>) => watched.reached(3, 1000);

describe("a worker's silence", () => {
  it("is its end after two seconds on SIMD, once it has made its first steps; where compiling is slow, later", () => {
    expect(silenceUntilGone("simd", warm)).toBeLessThan(2500);
    expect(silenceUntilGone("webgl", warm)).toBeGreaterThan(10_000);
    expect(silenceUntilGone("simd", () => undefined)).toBeGreaterThan(30_000);
    expect(silenceUntilGone("simd", (watched) => watched.restart())).toBeGreaterThan(60_000);
  });

  it("may last five of its steps, or four of its slowest answers", () => {
    expect(silenceUntilGone("simd", (watched) => watched.reached(3, 1 / 2))).toBeGreaterThan(10_000);
    const slow = silenceUntilGone("simd", (watched, clock) => {
      warm(watched);
      clock.time = 500;
      expect(watched.tick("simd")).toBe("ask");
      clock.time = 1500;
    });
    expect(slow).toBeGreaterThan(4000);
    expect(slow).toBeLessThan(5000);
  });

  it("may last longer while an answer is waited for, and while another model begins", () => {
    const waited = silenceUntilGone("simd", (watched) => {
      warm(watched);
      void watched.during(new Promise(() => undefined));
    });
    expect(waited).toBeGreaterThan(20_000);
    const another = silenceUntilGone("simd", (watched) => {
      warm(watched);
      watched.begins(100);
    });
    expect(another).toBeGreaterThan(30_000);
  });

  it("says nothing where the page itself stood still", () => {
    const clock = { time: 0 };
    const watched = watchSigns(() => clock.time);
    watched.started();
    warm(watched);
    for (let hour = 1; hour < 5; hour++) {
      clock.time += 3_600_000;
      expect(watched.tick("simd")).toBe("quiet");
    }
  });

  it("is asked about before it counts", () => {
    const clock = { time: 0 };
    const watched = watchSigns(() => clock.time);
    watched.started();
    warm(watched);
    const found = Array.from({ length: 9 }, () => {
      clock.time += 250;
      return watched.tick("simd");
    });
    expect(found).toEqual(["quiet", "ask", "quiet", "quiet", "quiet", "quiet", "quiet", "quiet", "gone"]);
  });
});

describe("what is left of a budget", () => {
  it("counts from where it began, also when the worker was put back before that", () => {
    expect(budgetLeft({ steps: 100 }, 60, 0, 10)).toEqual({ steps: 40 });
    expect(budgetLeft({ steps: 100 }, -50, 0, 10)).toEqual({ steps: 150 });
    expect(budgetLeft({ epochs: 2, seconds: 9 }, 5, 4000, 10)).toEqual({ epochs: 1.5, seconds: 5 });
    expect(budgetLeft({}, 60, 100, 10)).toEqual({});
  });
});
