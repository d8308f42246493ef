import { type RefObject, useEffect, useRef, useState } from "react";
import { Formula } from "./Formula";
import type { FormulaName } from "./formulas/generated";
import type { TermName } from "./formulas/mathNode";
import styles from "./ObjectiveFormula.module.css";
import type { Lead } from "./objectiveLeads";
import { showSetting } from "./objectiveSettings";

/** Where a part stands in the formula's box, in CSS pixels. */
interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Room beside and under a part, for its line. */
const MARGIN = 1;
const DESCENT = 3;

/** The places of the terms inside the box, measured again when the box or what it shows changes. */
function usePlaces(box: RefObject<HTMLElement | null>, terms: string): Partial<Record<TermName, Place>> {
  const [places, setPlaces] = useState<Partial<Record<TermName, Place>>>({});
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setPlaces(Object.fromEntries(terms.split(" ").map((term) => [term, placeOf(element, term)])));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const formula of element.querySelectorAll("math")) observer.observe(formula);
    return () => observer.disconnect();
  }, [box, terms]);
  return places;
}

function placeOf(box: HTMLElement, term: string): Place | undefined {
  const part = box.querySelector(`.term-${term}`)?.getBoundingClientRect();
  if (part === undefined) return undefined;
  const outer = box.getBoundingClientRect();
  return {
    left: part.left - outer.left - MARGIN,
    top: part.top - outer.top,
    width: part.width + 2 * MARGIN,
    height: part.height + DESCENT,
  };
}

/**
 * What is being maximised, as set; its parts lead to their settings. Controls may not stand inside MathML, so they are
 * buttons laid over its parts.
 */
export function ObjectiveFormula({ lines, leads }: { lines: readonly FormulaName[]; leads: readonly Lead[] }) {
  const box = useRef<HTMLDivElement>(null);
  const places = usePlaces(box, leads.map(({ term }) => term).join(" "));
  return (
    <div ref={box} className={styles.formula}>
      {lines.map((name) => (
        <div key={name} className={styles.line}>
          <Formula name={name} />
        </div>
      ))}
      {leads.map(({ term, setting, name }) => (
        <button key={term} type="button" className={styles.part} data-term={term} style={places[term]} onClick={() => showSetting(setting)}>
          <span className="visuallyHidden">{name}</span>
        </button>
      ))}
    </div>
  );
}
