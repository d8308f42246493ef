import type { ReactNode } from "react";
import { CHOICE_TITLES, type ChoiceGroup } from "./choiceTitles";
import { Popover } from "./controls/Popover";
import styles from "./Explain.module.css";
import type { Reference } from "./explanations/explanation";
import { TERM_TITLES, type Term } from "./terms";
import { useOnDemand } from "./useOnDemand";

/** Choices to go through one by one. */
export interface ChoiceList {
  group: ChoiceGroup;
  /** Their names in the experiment. */
  names: readonly string[];
  /** The one in force. */
  present: string;
}

interface ExplainProps {
  term: Term;
  choices?: ChoiceList;
  /** The words or symbol to make the button of; without them it is a small question mark. */
  children?: ReactNode;
}

const loadExplanations = () => import("./explanations");
type Explanations = Awaited<ReturnType<typeof loadExplanations>>;

/** A button that opens one paragraph about the term, with a reference, and a sentence about each of the choices there are. */
export function Explain({ term, choices, children }: ExplainProps) {
  const explanations = useOnDemand(loadExplanations, "The explanation");
  const { text, reference } = explanations.part?.EXPLANATIONS[term] ?? { text: "…" };
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
      {reference && <ReferenceLink reference={reference} />}
      {choices && explanations.part && <Choices {...choices} explanations={explanations.part} />}
    </Popover>
  );
}

function ReferenceLink({ reference }: { reference: Reference }) {
  return (
    <span className={styles.reference}>
      <a href={reference.url} target="_blank" rel="noreferrer">
        {reference.text}
      </a>
    </span>
  );
}

function Choices({ group, names, present, explanations }: ChoiceList & { explanations: Explanations }) {
  const titles: Readonly<Record<string, string>> = CHOICE_TITLES[group];
  const explained = explanations.explainedChoices(group);
  return names.map((name) => (
    <span key={name} className={styles.choice}>
      <span className={styles.title}>
        {titles[name]}
        {name === present && <span className={styles.present}> in force</span>}
      </span>
      <span className={styles.text}>{explained[name].sentence}</span>
      <ReferenceLink reference={explained[name].reference} />
    </span>
  ));
}
