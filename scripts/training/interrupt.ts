/** npm passes on the Ctrl-C that the terminal has sent to all of its processes: what comes within this many milliseconds is the same one. */
const SAME_KEY = 400;

/** The exit code of a program that Ctrl-C ended. */
export const INTERRUPTED = 130;

/** `onFirst` at the first Ctrl-C; the process ends at the second. */
export function onInterrupt(onFirst: () => void): void {
  let first: number | null = null;
  process.on("SIGINT", () => {
    if (first === null) {
      first = performance.now();
      onFirst();
    } else if (performance.now() - first > SAME_KEY) process.exit(INTERRUPTED);
  });
}
