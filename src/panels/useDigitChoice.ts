import { useEffect, useRef, useState } from "react";

export const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const PATIENCE_MS = 300;

export interface DigitChoice {
  digits: readonly number[];
  problem: string | null;
  toggle(digit: number): void;
}

/**
 * The digits as they are being chosen over those in force. Every toggle counts at once, from the one before it, and they
 * are committed together when no other has come for a while. The last one that is on stays on.
 */
export function useDigitChoice(inForce: readonly number[], commit: (digits: number[]) => Promise<void>): DigitChoice {
  const [chosen, setChosen] = useState<readonly number[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const present = useRef<readonly number[]>(inForce);
  const sent = useRef("");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const inForceText = inForce.join();
  const latest = useRef({ inForce, commit });
  useEffect(() => {
    latest.current = { inForce, commit };
  });
  const follow = (digits: readonly number[]) => {
    clearTimeout(timer.current);
    present.current = digits;
    setChosen(null);
  };
  // Digits changed from elsewhere win over a choice that is being made; those that were sent from here do not.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the digits matter by value.
  useEffect(() => {
    if (chosen === null || inForceText !== sent.current) follow(inForce);
  }, [inForceText]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = async () => {
    const digits = [...present.current];
    sent.current = digits.join();
    if (sent.current !== latest.current.inForce.join()) await latest.current.commit(digits);
    if (present.current.join() === digits.join()) follow(latest.current.inForce);
  };
  const toggle = (digit: number) => {
    const kept = DIGITS.filter((each) => present.current.includes(each) !== (each === digit));
    setProblem(kept.length === 0 ? `Digits: at least one must stay; ${digit} is the last.` : null);
    if (kept.length === 0) return;
    present.current = kept;
    setChosen(kept);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void send(), PATIENCE_MS);
  };
  return { digits: chosen ?? inForce, problem, toggle };
}
