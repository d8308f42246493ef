import { type ReactNode, useId } from "react";
import styles from "./LatentSpacePanel.module.css";

interface LatentSpaceSelectProps<T extends string> {
  label: string;
  value: T;
  /** Choices and what each is called, in the order to show. */
  options: readonly (readonly [T, string])[];
  choose(value: T): void;
  /** Beside the label, not part of the field's name. */
  aside?: ReactNode;
  below?: ReactNode;
}

/** A choice with its label above it, for the narrow column beside the square. */
export function LatentSpaceSelect<T extends string>({ label, value, options, choose, aside, below }: LatentSpaceSelectProps<T>) {
  const id = useId();
  return (
    <div className={styles.setting}>
      <span className={styles.settingLabel}>
        <label htmlFor={id}>{label}</label>
        {aside}
      </span>
      <select id={id} className={styles.select} value={value} onChange={(event) => choose(event.target.value as T)}>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
      {below}
    </div>
  );
}
