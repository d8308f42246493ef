import styles from "./DigitToggles.module.css";
import { Explain } from "./Explain";
import { DIGITS, useDigitChoice } from "./useDigitChoice";

interface DigitTogglesProps {
  digits: readonly number[];
  commit(digits: number[]): Promise<void>;
}

/** One toggle per digit; the last one that is on stays on. */
export function DigitToggles(props: DigitTogglesProps) {
  const { digits, problem, toggle } = useDigitChoice(props.digits, props.commit);
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
