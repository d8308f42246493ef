import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { OpenWorksheet } from "../../store/worksheet";
import { RowCells } from "./RowCells";
import styles from "./RowsTable.module.css";
import { type ShownCode, useShownCodes } from "./shownCodes";
import { useHighlightedIndex } from "./useHighlight";
import { ROW_HEIGHT, revealRow, useRowWindow } from "./useRowWindow";
import type { ShownModel } from "./useWorksheetModel";

interface RowsTableProps {
  worksheet: OpenWorksheet;
  model: ShownModel;
}

/** Where arrow keys go from a cell, in rows. */
const KEY_ROWS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 };

/** Moves the focus from row to row within a column; a row that was not in view is rendered first. */
function useRowFocus(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    const column = wanted.current;
    wanted.current = null;
    if (column === null || box.current === null) return;
    revealRow(box.current, active);
    box.current.querySelector<HTMLElement>(`[data-index="${active}"] [data-column="${column}"]`)?.focus({ preventScroll: true });
  }, [active]);
  const onKeyDown = (event: KeyboardEvent) => {
    const rows = KEY_ROWS[event.key];
    const column = (event.target as HTMLElement).dataset.column;
    if (rows === undefined || column === undefined) return;
    event.preventDefault();
    wanted.current = column;
    setActive((index) => Math.min(count - 1, Math.max(0, index + rows)));
  };
  return { box, active: Math.min(active, count - 1), setActive, onKeyDown };
}

/** The rows: as many as are in view are rendered. Pointing at one, or focusing it, highlights its point in the square. */
export function RowsTable({ worksheet, model }: RowsTableProps) {
  const rows = useStore(worksheet.store, (state) => state.rows);
  const fromSquare = useStore(worksheet.store, (state) => state.highlighted?.from === "square");
  const highlighted = useHighlightedIndex(worksheet);
  const { box, active, setActive, onKeyDown } = useRowFocus(rows.length);
  const { indices, onScroll } = useRowWindow(box, rows.length, active);
  const codes = useShownCodes(model);
  useEffect(() => {
    if (fromSquare && highlighted !== null && box.current !== null) revealRow(box.current, highlighted);
  }, [fromSquare, highlighted, box]);
  const columns = 5 + codes.length + (model.strata > 1 ? 1 : 0);
  const leave = () => worksheet.highlight(null);
  return (
    <div ref={box} className={styles.box} onScroll={onScroll}>
      <table className={styles.table} aria-rowcount={rows.length + 1}>
        <caption className="visuallyHidden">
          Rows of the worksheet, log-densities in nats. The up and down arrow keys go from row to row.
        </caption>
        <Head codes={codes} model={model} />
        <tbody onKeyDown={onKeyDown} onPointerLeave={(event) => event.pointerType === "mouse" && leave()} onBlur={leave}>
          {indices.flatMap((index, place) => {
            const gap = index - (place === 0 ? 0 : indices[place - 1] + 1);
            const row = rows[index];
            const highlight = () => worksheet.highlight({ id: row.id, from: "table" });
            // One flat list, so that a row stays itself, and keeps the focus, when others come before it.
            return [
              <Gap key={`before ${row.id}`} rows={gap} columns={columns} />,
              <tr
                key={row.id}
                data-index={index}
                data-highlighted={index === highlighted}
                aria-rowindex={index + 2}
                onPointerEnter={(event) => event.pointerType === "mouse" && highlight()}
                onFocus={() => {
                  setActive(index);
                  highlight();
                }}
              >
                <RowCells {...{ worksheet, model, codes, index, row }} isTabStop={index === active} />
              </tr>,
            ];
          })}
          <Gap rows={rows.length - 1 - (indices.at(-1) ?? 0)} columns={columns} />
        </tbody>
      </table>
    </div>
  );
}

/** The room of rows that are not rendered. */
function Gap({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without content takes no focus
    <tr aria-hidden="true" className={styles.gap}>
      <td colSpan={columns} style={{ height: rows * ROW_HEIGHT }} />
    </tr>
  );
}

function Head({ codes, model }: { codes: ShownCode[]; model: ShownModel }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col">
          <span aria-hidden="true">#</span>
          <span className="visuallyHidden">Row</span>
        </th>
        {model.strata > 1 && (
          <th scope="col" title="the component’s probability π">
            π
          </th>
        )}
        {codes.map(({ latent, name }) => (
          <th key={latent} scope="col">
            {name}
          </th>
        ))}
        <th scope="col" className={styles.reconstruction}>
          log p(x|z)
        </th>
        <th scope="col" className={styles.kl}>
          {model.isFlat ? "log p(z)" : "log p(z,u)"}
        </th>
        <th scope="col" className={styles.kl}>
          {model.isFlat ? "log q(z|x)" : "log q(z,u|x)"}
        </th>
        <th scope="col" className={styles.elbo}>
          log w
        </th>
      </tr>
    </thead>
  );
}
