import styles from "./Diagnostics.module.css";
import { Symbols } from "./Symbols";

export interface NumbersRow {
  /** What no other row is called. */
  id: string;
  name: string;
  /** Quieter, under the name. */
  note?: string;
  value: string;
  /** The colour of the part in the picture above. */
  swatch?: string;
  isSum?: boolean;
}

/** The numbers of a picture, one a line: name, what is to be known about it, value. */
export function NumbersTable({ caption, rows }: { caption: string; rows: readonly NumbersRow[] }) {
  return (
    <table className={styles.numbers}>
      <caption className="visuallyHidden">{caption}</caption>
      <tbody>
        {rows.map(({ id, name, note, value, swatch, isSum }) => (
          <tr key={id} className={isSum ? styles.sum : undefined}>
            <th scope="row">
              {swatch !== undefined && <span className={styles.swatch} style={{ background: swatch }} aria-hidden="true" />}
              <Symbols text={name} />
              {note !== undefined && (
                <small>
                  <Symbols text={note} />
                </small>
              )}
            </th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The numbers of a picture for those who do not see it. */
export function HiddenTable({ caption, columns, rows }: { caption: string; columns: readonly string[]; rows: readonly string[][] }) {
  return (
    <div className="visuallyHidden">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...values]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, place) => (
                <td key={columns[place + 1]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
