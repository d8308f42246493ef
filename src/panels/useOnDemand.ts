import { useCallback, useRef, useState } from "react";
import { useActions } from "./app";

/** A part of the page that is fetched when it is first asked for. */
export interface OnDemand<Part> {
  /** Null until it is here. */
  part: Part | null;
  /** Fetches it, once; answers null, and gives a notice, when it does not come: the next request tries again. */
  request(): Promise<Part | null>;
}

/**
 * Keeps what the first screen does not show out of what it loads.
 * @param load the same function on every call
 * @param name what is fetched, to begin the sentence about a failure
 */
export function useOnDemand<Part>(load: () => Promise<Part>, name: string): OnDemand<Part> {
  const { notify } = useActions();
  const [part, setPart] = useState<Part | null>(null);
  const coming = useRef<Promise<Part | null> | null>(null);
  const request = useCallback(async () => {
    coming.current ??= load().catch(() => null);
    const loaded = await coming.current;
    if (loaded === null) {
      coming.current = null;
      notify(
        "warning",
        `${name} could not be loaded: the server does not answer, or has a newer page by now. The run is not touched; try again.`,
      );
    }
    setPart(() => loaded);
    return loaded;
  }, [load, name, notify]);
  return { part, request };
}
