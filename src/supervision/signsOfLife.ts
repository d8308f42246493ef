/** How long it may be silent before it is asked, in milliseconds. */
const ASK_AFTER = 500;

/** A tick that comes so late says that the page itself stood still; in a hidden tab they come once a second. */
const LATE = 1500;

/** Silence that is taken for the end, in milliseconds, or so many of its own steps, or of the slowest answer it has given. */
const LEAST_LIMIT = 2000;
const STEPS = 5;
const ANSWERS = 4;
const MOST_LIMIT = 60_000;

/** Starting compiles, decodes data and may stall for long. */
const STARTING_LIMIT = 60_000;

/** Time of signs of life, and how long a silence is too long. */
export function watchSigns(now: () => number) {
  let heardAt = now();
  let askedAt: number | null = null;
  let tickedAt = now();
  let slowest = 0;
  let stepTime = 0;
  let isStarting = true;
  return {
    restart() {
      heardAt = tickedAt = now();
      askedAt = null;
      slowest = stepTime = 0;
      isStarting = true;
    },
    started() {
      isStarting = false;
      heardAt = now();
    },
    heard() {
      if (!isStarting && askedAt !== null) slowest = Math.max(slowest, now() - askedAt);
      heardAt = now();
      askedAt = null;
    },
    steps(perSecond: number) {
      if (perSecond > 0) stepTime = 1000 / perSecond;
    },
    /** What a tick finds: nothing, that the worker should be asked, or that it is gone. */
    tick(): "quiet" | "ask" | "gone" {
      const late = now() - tickedAt > LATE;
      tickedAt = now();
      // The page itself stood still (frozen, asleep, busy): the worker's silence says nothing.
      if (late) {
        heardAt = tickedAt;
        askedAt = null;
      }
      const silence = tickedAt - heardAt;
      const limit = isStarting ? STARTING_LIMIT : Math.min(MOST_LIMIT, Math.max(LEAST_LIMIT, STEPS * stepTime, ANSWERS * slowest));
      if (silence > limit && askedAt !== null) return "gone";
      if (silence < ASK_AFTER || askedAt !== null) return "quiet";
      askedAt = tickedAt;
      return "ask";
    },
  };
}
