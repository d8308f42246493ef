import type { EngineName } from "../worker/protocol";

/** How long it may be silent before it is asked, in milliseconds. */
const ASK_AFTER = 500;

/** A tick that comes so late says that the page itself stood still; in a hidden tab they come once a second. */
const LATE = 1500;

/**
 * Silence that is taken for the end, in milliseconds, or so many of its own steps, or of the slowest answer it has given. WebGL may compile
 * at any time, and plain JavaScript is slow.
 */
const LEAST_LIMIT: Record<EngineName, number> = { simd: 2000, webgl: 10_000, cpu: 10_000 };
const STEPS = 5;
const ANSWERS = 4;
const MOST_LIMIT = 60_000;

/** Starting compiles, decodes data and may stall for long, and so may the first steps of another model. */
const STARTING_LIMIT = 60_000;
const WARMING_LIMIT = 30_000;
const WARMING_STEPS = 3;

/** While something was asked for besides training: some answers are computed in one piece. */
const ASKED_LIMIT = 20_000;

/** Time of signs of life, and how long a silence is too long. */
export function watchSigns(now: () => number) {
  let heardAt = now();
  let askedAt: number | null = null;
  let tickedAt = now();
  let slowest = 0;
  let stepTime = 0;
  let isStarting = true;
  let warmFrom = WARMING_STEPS;
  let isWarm = false;
  let asked = 0;
  const limitNow = (engine: EngineName) => {
    if (isStarting) return STARTING_LIMIT;
    const slow = Math.min(MOST_LIMIT, Math.max(LEAST_LIMIT[engine], STEPS * stepTime, ANSWERS * slowest));
    return Math.max(slow, isWarm ? 0 : WARMING_LIMIT, asked > 0 ? ASKED_LIMIT : 0);
  };
  return {
    restart() {
      heardAt = tickedAt = now();
      askedAt = null;
      slowest = stepTime = asked = 0;
      isStarting = true;
      isWarm = false;
    },
    started() {
      isStarting = false;
      heardAt = now();
    },
    heard() {
      if (isWarm && asked === 0 && askedAt !== null) slowest = Math.max(slowest, now() - askedAt);
      heardAt = now();
      askedAt = null;
    },
    /** Another run is in hand, at this step. */
    begins(step: number) {
      warmFrom = step + WARMING_STEPS;
      isWarm = false;
    },
    reached(step: number, perSecond: number) {
      if (perSecond > 0) stepTime = 1000 / perSecond;
      isWarm ||= step >= warmFrom;
    },
    /** Follows an answer that is waited for. */
    async during<T>(answer: Promise<T>): Promise<T> {
      asked += 1;
      try {
        return await answer;
      } finally {
        asked = Math.max(0, asked - 1);
      }
    },
    /** What a tick finds: nothing, that the worker should be asked, or that it is gone. */
    tick(engine: EngineName): "quiet" | "ask" | "gone" {
      const late = now() - tickedAt > LATE;
      tickedAt = now();
      // The page itself stood still (frozen, asleep, busy): the worker's silence says nothing.
      if (late) {
        heardAt = tickedAt;
        askedAt = null;
      }
      const silence = tickedAt - heardAt;
      const limit = limitNow(engine);
      if (silence > limit && askedAt !== null) return "gone";
      if (silence < ASK_AFTER || askedAt !== null) return "quiet";
      askedAt = tickedAt;
      return "ask";
    },
  };
}
