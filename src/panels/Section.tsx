import { type ReactNode, useEffect, useId, useRef } from "react";
import styles from "./Section.module.css";

interface SectionProps {
  title: string;
  /** When a change takes effect. */
  note?: string;
  children: ReactNode;
}

/** A titled part of the experiment. */
export function Section({ title, note, children }: SectionProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.heading}>
        <h2 id={id}>{title}</h2>
        {note && <span className={styles.note}>{note}</span>}
      </div>
      {children}
    </section>
  );
}

interface MoreSettingsProps {
  title: string;
  /** Opens them when it becomes true: one of them is not as usual. */
  show?: boolean;
  children: ReactNode;
}

/** Settings that few will want, closed at first. */
export function MoreSettings({ title, show = false, children }: MoreSettingsProps) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (show && details.current !== null) details.current.open = true;
  }, [show]);
  return (
    <details ref={details} className={styles.more}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
