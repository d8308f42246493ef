import type { ReactNode } from "react";
import { Popover } from "./controls/Popover";
import styles from "./Explain.module.css";
import { TERM_TITLES, type Term } from "./terms";
import { useOnDemand } from "./useOnDemand";

interface ExplainProps {
  term: Term;
  /** The words or symbol to make the button of; without them it is a small question mark. */
  children?: ReactNode;
}

const loadExplanations = async () => (await import("./explanations")).EXPLANATIONS;

/** A button that opens one paragraph about the term, with a reference. */
export function Explain({ term, children }: ExplainProps) {
  const explanations = useOnDemand(loadExplanations, "The explanation");
  const { text, reference } = explanations.part?.[term] ?? { text: "…" };
  const button =
    children === undefined ? (
      <>
        <span aria-hidden="true">?</span>
        <span className="visuallyHidden">Explain {TERM_TITLES[term]}</span>
      </>
    ) : (
      children
    );
  const look = children === undefined ? styles.mark : styles.term;
  return (
    <Popover button={button} buttonClassName={look} label="Explanation" inline onOpen={explanations.request}>
      <span className={styles.title}>{TERM_TITLES[term]}</span>
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
