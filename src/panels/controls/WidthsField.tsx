import { type KeyboardEvent, useId } from "react";
import { describedBy, Field, type FieldLabel } from "./Field";
import styles from "./Field.module.css";
import { useDraft } from "./useDraft";
import { DENSE_LIMITS, nudgeWidth, readWidths, type WidthLimits, writeWidths } from "./widthsText";

interface WidthsFieldProps extends FieldLabel {
  value: number[];
  limits?: WidthLimits;
  commit(value: number[]): Promise<void>;
}

/** The hidden widths of a network as text, "256-128"; arrow keys double or halve the width at the caret. */
export function WidthsField({ value, limits = DENSE_LIMITS, commit, ...label }: WidthsFieldProps) {
  const id = useId();
  const read = (text: string) => readWidths(label.label, text, limits);
  const draft = useDraft({ shown: writeWidths(value), read, write: writeWidths, commit });

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    draft.handlers.onKeyDown(event);
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const input = event.currentTarget;
    const caret = input.selectionStart ?? 0;
    draft.settleSoon(nudgeWidth(draft.text, caret, event.key === "ArrowUp" ? 1 : -1, limits));
    // React moves the caret to the end when it writes the new text.
    requestAnimationFrame(() => input.setSelectionRange(caret, caret));
  };
  return (
    <Field id={id} {...label} problem={draft.problem}>
      <input
        id={id}
        className={`${styles.text} ${styles.wide}`}
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={draft.text}
        aria-invalid={draft.problem !== null}
        aria-describedby={describedBy(id, { ...label, problem: draft.problem })}
        onChange={(event) => draft.edit(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={draft.handlers.onBlur}
      />
    </Field>
  );
}
