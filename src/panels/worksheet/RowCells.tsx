import { formatCount, formatNats } from "../../charts/numberFormat";
import type { OpenWorksheet, WorksheetRow } from "../../store/worksheet";
import { CodeField } from "./CodeField";
import styles from "./RowsTable.module.css";
import type { ShownCode } from "./shownCodes";
import type { ShownModel } from "./useWorksheetModel";

interface RowCellsProps {
  worksheet: OpenWorksheet;
  model: ShownModel;
  codes: ShownCode[];
  row: WorksheetRow;
  index: number;
  /** Of all rows one is reached by Tab; arrow keys go on from there. */
  isTabStop: boolean;
}

/** The cells of one row. */
export function RowCells({ worksheet, model, codes, row, index, isTabStop }: RowCellsProps) {
  const tabIndex = isTabStop ? 0 : -1;
  const isByHand = row.kind === "hand";
  return (
    <>
      <th scope="row">
        <button
          type="button"
          className={styles.number}
          tabIndex={tabIndex}
          data-column="row"
          aria-label={`Row ${index + 1}${isByHand ? ", set by hand" : ""}`}
          onClick={() => worksheet.highlight({ id: row.id, from: "table" })}
        >
          {isByHand && <span className={styles.handMark} title="set by hand" />}
          {formatCount(index + 1)}
        </button>
      </th>
      {model.strata > 1 && <td className={styles.share}>{isByHand ? "–" : formatNats(Math.exp(row.logShare), 2)}</td>}
      {codes.map(({ latent, name }) => (
        <td key={latent}>
          {model.scoresAnywhere ? (
            <CodeField
              label={`${name} of row ${index + 1}`}
              value={row.z[latent]}
              column={name}
              tabIndex={tabIndex}
              commit={(value) => worksheet.setCode(row.id, latent, value)}
            />
          ) : (
            formatNats(row.z[latent], 3)
          )}
        </td>
      ))}
      <td className={styles.reconstruction}>{formatNats(row.logLikelihood, 2)}</td>
      <td className={styles.kl}>{formatNats(row.logPrior, 2)}</td>
      <td className={styles.kl}>{formatNats(row.logPosterior, 2)}</td>
      <td className={styles.elbo}>{formatNats(row.logWeight, 2)}</td>
    </>
  );
}
