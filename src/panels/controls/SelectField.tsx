import { useId } from "react";
import { describedBy, Field, type FieldLabel } from "./Field";
import styles from "./Field.module.css";

interface SelectFieldProps<T extends string> extends FieldLabel {
  id?: string;
  value: T;
  /** What each choice is called, in the order to show. */
  options: Readonly<Partial<Record<T, string>>>;
  disabled?: boolean;
  commit(value: T): Promise<void>;
}

/** A choice among a few. */
export function SelectField<T extends string>({ id, value, options, disabled, commit, ...label }: SelectFieldProps<T>) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  return (
    <Field id={fieldId} {...label}>
      <span className={styles.choice}>
        <select
          id={fieldId}
          className={styles.select}
          value={value}
          disabled={disabled}
          aria-describedby={describedBy(fieldId, label)}
          onChange={(event) => void commit(event.target.value as T)}
        >
          {(Object.entries(options) as [T, string][]).map(([option, title]) => (
            <option key={option} value={option}>
              {title}
            </option>
          ))}
        </select>
      </span>
    </Field>
  );
}
