import { useState } from "react";
import styles from "./DigitToggles.module.css";
import { Explain } from "./Explain";

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

interface DigitTogglesProps {
  digits: readonly number[];
  commit(digits: number[]): Promise<void>;
}

/** One toggle per digit; the last one that is on stays on. */
export function DigitToggles({ digits, commit }: DigitTogglesProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const toggle = (digit: number) => {
    const kept = DIGITS.filter((each) => digits.includes(each) !== (each === digit));
    setProblem(kept.length === 0 ? `Digits: at least one must stay; ${digit} is the last.` : null);
    if (kept.length > 0) void commit(kept);
  };
  return (
    <>
      <div className={styles.row}>
        {/* biome-ignore lint/a11y/useSemanticElements: toggles in one line; a fieldset's legend would not sit in it. */}
        <div role="group" aria-label="Digits kept" className={styles.digits}>
          {DIGITS.map((digit) => (
            <button
              key={digit}
              type="button"
              aria-pressed={digits.includes(digit)}
              aria-label={`Digit ${digit}`}
              onClick={() => toggle(digit)}
            >
              {digit}
            </button>
          ))}
        </div>
        <Explain term="digits" />
      </div>
      <p className={styles.problem} aria-live="polite">
        {problem}
      </p>
    </>
  );
}
