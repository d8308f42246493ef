import { type KeyboardEvent, useId } from "react";
import type { Range } from "../../experiment/ranges";
import { describedBy, Field, type FieldLabel } from "./Field";
import styles from "./Field.module.css";
import { readNumber, writeNumber } from "./numberText";
import { Slider } from "./Slider";
import { linearScale, type SliderScale } from "./sliders";
import { useDraft } from "./useDraft";

interface NumberFieldProps extends FieldLabel {
  id?: string;
  value: number | null;
  range: Range;
  commit(value: number | null): Promise<void>;
  /** How arrow keys move the value; by ones without it. */
  scale?: SliderScale;
  /** Also shows a slider over `scale`. */
  slider?: boolean;
  disabled?: boolean;
}

/** To six decimals: ARIA's numbers know no exponents, and `aria-valuetext` gives the value itself. */
const approximate = (value: number): number => Number(value.toFixed(6));

const ONES = linearScale(0, 1, 1);

function direction(event: KeyboardEvent): 1 | -1 | null {
  if (event.key === "ArrowUp") return 1;
  return event.key === "ArrowDown" ? -1 : null;
}

/**
 * A number with an exact text field and, where one helps, a slider beside it for the pointer. Arrow keys move the value,
 * Enter and leaving the field put it in force, Escape reverts. What cannot be read is explained under the field.
 */
export function NumberField({ id, value, range, commit, scale = ONES, slider = false, disabled, ...label }: NumberFieldProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  const read = (text: string) => readNumber(label.label, text, range);
  const draft = useDraft({ shown: writeNumber(value), read, write: writeNumber, commit });
  const reading = read(draft.text);
  const present = "value" in reading ? reading.value : value;

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    draft.handlers.onKeyDown(event);
    const way = direction(event);
    if (way === null) return;
    event.preventDefault();
    const next = Math.min(range.max, Math.max(range.min, scale.nudge(present ?? range.min, way)));
    if (label.restarts) draft.settleSoon(writeNumber(next));
    else draft.settle(writeNumber(next));
  };
  return (
    <Field id={fieldId} {...label} problem={draft.problem}>
      <span className={styles.values}>
        {slider && !disabled && present !== null && <Slider value={present} scale={scale} edit={draft.edit} settle={draft.settle} />}
        <input
          id={fieldId}
          className={`${styles.text} ${range.max < 10_000 && range.integer ? styles.short : ""}`}
          type="text"
          role="spinbutton"
          inputMode={range.integer ? "numeric" : "decimal"}
          autoComplete="off"
          spellCheck={false}
          value={draft.text}
          disabled={disabled}
          aria-valuenow={present === null ? undefined : approximate(present)}
          aria-valuetext={draft.text}
          aria-valuemin={approximate(range.min)}
          aria-valuemax={range.max}
          aria-invalid={draft.problem !== null}
          aria-describedby={describedBy(fieldId, { ...label, problem: draft.problem })}
          onChange={(event) => draft.edit(event.target.value)}
          onFocus={(event) => event.target.select()}
          onKeyDown={onKeyDown}
          onBlur={draft.handlers.onBlur}
        />
      </span>
    </Field>
  );
}
