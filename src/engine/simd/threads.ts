const MOST_THREADS = 8;

/**
 * Threads worth using where there are `processors` logical processors: up to four, one on each; of more, half, since two of them often
 * share one core's arithmetic; at most eight.
 */
export function threadsWorthUsing(processors: number): number {
  return Math.min(MOST_THREADS, Math.max(Math.min(4, processors), Math.floor(processors / 2)));
}
