import { useId } from "react";
import { formatNats } from "../../charts/numberFormat";
import { LARGEST_CODE } from "../../store/worksheetCsv";
import { type Reading, readNumber } from "../controls/numberText";
import { useDraft } from "../controls/useDraft";
import styles from "./RowsTable.module.css";

interface CodeFieldProps {
  label: string;
  value: number;
  /** Which column of the table, for the arrow keys. */
  column: string;
  tabIndex: number;
  commit(value: number): Promise<void>;
}

const RANGE = { min: -LARGEST_CODE, max: LARGEST_CODE, integer: false };

const write = (value: number): string => formatNats(value, 3);

/** One number of z, which looks like text until it has the focus. Enter sets it, Escape reverts. */
export function CodeField({ label, value, column, tabIndex, commit }: CodeFieldProps) {
  const id = useId();
  const read = (text: string) => readNumber(label, text, RANGE) as Reading<number>;
  const draft = useDraft({ shown: write(value), read, write, commit });
  return (
    <>
      <input
        className={styles.code}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        tabIndex={tabIndex}
        data-column={column}
        aria-label={label}
        aria-invalid={draft.problem !== null}
        aria-describedby={draft.problem === null ? undefined : id}
        value={draft.text}
        onChange={(event) => draft.edit(event.target.value)}
        onFocus={(event) => event.target.select()}
        onKeyDown={draft.handlers.onKeyDown}
        onBlur={draft.handlers.onBlur}
      />
      {draft.problem !== null && (
        <span id={id} className={styles.problem} role="alert">
          {draft.problem}
        </span>
      )}
    </>
  );
}
