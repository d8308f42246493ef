import type { ReactNode } from "react";
import styles from "./Parameters.module.css";

/** Settings that belong to the choice above them, two to a line where they have the room. */
export function Parameters({ children }: { children: ReactNode }) {
  return <div className={styles.parameters}>{children}</div>;
}
