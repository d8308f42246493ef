/** When a probe may run again while training goes on: often enough to look alive, at most a share of the time. */
export interface ProbeCadence {
  isDue(now: number): boolean;
  /** Times in milliseconds. */
  ran(started: number, ended: number): void;
}

/** The shortest time between two pictures of one probe, in milliseconds. */
const SHORTEST_INTERVAL = 150;

/**
 * A probe that takes at most `share` of the time: after a run that cost c it waits c·(1/share − 1), and at least 150 ms. A run that took longer
 * than the one before counts as that one did: it may have been the first of its kind, for which programs are compiled.
 */
export function probeCadence(share: number): ProbeCadence {
  let dueAt = Number.NEGATIVE_INFINITY;
  let lastTook = 0;
  return {
    isDue: (now) => now >= dueAt,
    ran(started, ended) {
      const took = ended - started;
      dueAt = ended + Math.max(SHORTEST_INTERVAL, Math.min(took, lastTook) * (1 / share - 1));
      lastTook = took;
    },
  };
}
