import styles from "./OneImagePanel.module.css";

/** A network between two things of the strip, drawn as it narrows to the code or widens from it. */
export function OneImageStage({ name, formula, narrows = false }: { name: string; formula: string; narrows?: boolean }) {
  return (
    <div className={styles.stage}>
      <span className={styles.arrow} aria-hidden="true">
        →
      </span>
      <svg viewBox="0 0 64 112" className={styles.network} role="img" aria-label={`${name} ${formula}`}>
        <path d={narrows ? "M1,1L63,28V84L1,111Z" : "M1,28L63,1V111L1,84Z"} />
        <text x={32} y={54} textAnchor="middle">
          {name}
        </text>
        <text x={32} y={68} textAnchor="middle" className={styles.networkFormula}>
          {formula}
        </text>
      </svg>
      <span className={styles.arrow} aria-hidden="true">
        →
      </span>
    </div>
  );
}
