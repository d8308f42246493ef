import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { type ChoiceList, Explain } from "../Explain";
import type { Term } from "../terms";
import styles from "./Field.module.css";

export interface FieldLabel {
  label: string;
  /** The term whose colour the label has. */
  tone?: "beta" | "kl";
  /** Shown after the label, not part of the field's name. */
  symbol?: ReactNode;
  explain?: Term;
  /** The choices that the explanation goes through. */
  choices?: ChoiceList;
  /** Something quiet to say underneath. */
  note?: ReactNode;
  /** A change makes a new run: said to everyone, and also marked where the section around it does not say so. */
  restarts?: "marked" | "unmarked";
}

interface FieldProps extends FieldLabel {
  id: string;
  problem?: string | null;
  children: ReactNode;
}

/** The ids of what describes a field, for its `aria-describedby`; undefined when nothing does. */
export function describedBy(
  id: string,
  { restarts, problem, note }: Pick<FieldLabel, "restarts" | "note"> & { problem?: string | null },
): string | undefined {
  const ids = [restarts ? `${id}-restarts` : "", problem ? `${id}-problem` : "", note ? `${id}-note` : ""].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

/** One setting: its label and marks on the left, the control on the right, what is wrong with it underneath. */
export function Field({ id, label, tone, symbol, explain, choices, note, restarts, problem, children }: FieldProps) {
  return (
    <div className={styles.field}>
      <div className={styles.row}>
        <span className={styles.label}>
          <label htmlFor={id} className={tone && styles[tone]}>
            {label}
          </label>
          {symbol && <span aria-hidden="true">{symbol}</span>}
          {restarts && (
            <span id={`${id}-restarts`} className={styles.restarts} title="Restarts the run">
              {restarts === "marked" && <RotateCcw size={10} strokeWidth={2.25} aria-hidden="true" />}
              <span className="visuallyHidden">restarts the run</span>
            </span>
          )}
          {explain && <Explain term={explain} choices={choices} />}
        </span>
        {children}
      </div>
      <p id={`${id}-problem`} className={styles.problem} aria-live="polite">
        {problem}
      </p>
      {note && (
        <div id={`${id}-note`} className={styles.note}>
          {note}
        </div>
      )}
    </div>
  );
}
