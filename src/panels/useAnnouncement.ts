import { useCallback, useEffect, useRef, useState } from "react";

/** Keys held down change a value many times a second; a screen reader should hear where it came to rest. */
const PATIENCE_MS = 500;

/** Text for a live region, set once no other has come for a while. */
export function useAnnouncement(): [string, (text: string) => void] {
  const [text, setText] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const announce = useCallback((next: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setText(next), PATIENCE_MS);
  }, []);
  return [text, announce];
}
