import type { ReactNode } from "react";
import { Popover } from "./controls/Popover";
import styles from "./Explain.module.css";
import { explanation, type Term } from "./explanations";

interface ExplainProps {
  term: Term;
  /** The words or symbol to make the button of; without them it is a small question mark. */
  children?: ReactNode;
}

/** A button that opens one paragraph about the term, with a reference. */
export function Explain({ term, children }: ExplainProps) {
  const { title, text, reference } = explanation(term);
  const button =
    children === undefined ? (
      <>
        <span aria-hidden="true">?</span>
        <span className="visuallyHidden">Explain {title}</span>
      </>
    ) : (
      children
    );
  return (
    <Popover button={button} buttonClassName={children === undefined ? styles.mark : styles.term} label="Explanation" inline>
      <span className={styles.title}>{title}</span>
      <span className={styles.text}>{text}</span>
      {reference && (
        <span className={styles.reference}>
          <a href={reference.url} target="_blank" rel="noreferrer">
            {reference.text}
          </a>
        </span>
      )}
    </Popover>
  );
}
