import type { ReactNode } from "react";
import { Explain } from "./Explain";
import type { Term } from "./terms";
import styles from "./WorksheetTable.module.css";

export interface WorksheetRow {
  /** What is done with the line: "+", "−", "=" or nothing for the first. */
  sign: "" | "+" | "−" | "=";
  name: ReactNode;
  term: Term;
  color: "reconstruction" | "kl" | "elbo";
  value: string;
  note?: string;
}

/** A sum written line by line, its last line the result. */
export function WorksheetTable({ caption, rows }: { caption: string; rows: readonly WorksheetRow[] }) {
  return (
    <table className={styles.sheet}>
      <caption>{caption}</caption>
      <tbody>
        {rows.map(({ sign, name, term, color, value, note }) => (
          <tr key={term} className={`${styles[color]} ${sign === "=" ? styles.result : ""}`}>
            <td className={styles.sign}>{sign}</td>
            <th scope="row">
              <Explain term={term}>{name}</Explain> {note ? <small>{note}</small> : null}
            </th>
            <td className={styles.value}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
