/** npm passes on the Ctrl-C that the terminal has sent to all of its processes: what comes within this many milliseconds is the same one. */
const SAME_KEY = 400;

/** The exit code of a program that Ctrl-C ended. */
export const INTERRUPTED = 130;

/** Does the work; `onFirst` is called at the first Ctrl-C, and the process ends at the second. */
export async function whileInterruptible<T>(onFirst: () => void, work: () => Promise<T>): Promise<T> {
  let first: number | null = null;
  const interrupted = () => {
    if (first === null) {
      first = performance.now();
      onFirst();
    } else if (performance.now() - first > SAME_KEY) process.exit(INTERRUPTED);
  };
  process.on("SIGINT", interrupted);
  try {
    return await work();
  } finally {
    process.off("SIGINT", interrupted);
  }
}
