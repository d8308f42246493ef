import { type RefObject, useEffect, useRef, useState } from "react";
import type { ElboSpec, FreeBitsPer } from "../experiment/experiment";
import { Formula } from "./Formula";
import type { FormulaName } from "./formulas/generated";
import type { TermName } from "./formulas/mathNode";
import styles from "./ObjectiveFormula.module.css";
import { type ObjectiveSetting, showSetting } from "./objectiveSettings";

const FLOORED = {
  dimension: "objectiveFreeBitsDimension",
  imageDimension: "objectiveFreeBitsImageDimension",
  total: "objectiveFreeBitsTotal",
} as const satisfies Record<FreeBitsPer, FormulaName>;

/** A part of the formula that leads to a setting. */
interface Lead {
  term: TermName;
  setting: ObjectiveSetting;
  /** The name of its button. */
  name: string;
}

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

function leads({ samples, freeBits }: ElboSpec): Lead[] {
  const floor: Lead[] = freeBits.nats > 0 ? [{ term: "floor", setting: "freeBits", name: "λ, the floor under the KL" }] : [];
  return [
    { term: samples === 1 ? "reconstruction" : "samples", setting: "samples", name: "Number of draws from q" },
    { term: "beta", setting: "beta", name: "Weight of the KL" },
    ...floor,
    { term: "divergence", setting: "annealing", name: "KL over time" },
  ];
}

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
 * What is being maximised, as set; β, the KL, its floor λ and K lead to their settings. Controls may not stand inside
 * MathML, so they are buttons laid over its parts.
 */
export function ObjectiveFormula({ objective }: { objective: ElboSpec }) {
  const box = useRef<HTMLDivElement>(null);
  const { samples, freeBits } = objective;
  const parts = leads(objective);
  const floored = freeBits.nats === 0 ? "objectiveKlBeta" : FLOORED[freeBits.per];
  const places = usePlaces(box, parts.map(({ term }) => term).join(" "));
  return (
    <div ref={box} className={styles.formula}>
      <div>
        <Formula name={samples === 1 ? "objectiveReconstruction" : "objectiveReconstructionSamples"} />
      </div>
      <div className={styles.second}>
        <Formula name={floored} />
      </div>
      {parts.map(({ term, setting, name }) => (
        <button key={term} type="button" className={styles.part} data-term={term} style={places[term]} onClick={() => showSetting(setting)}>
          <span className="visuallyHidden">{name}</span>
        </button>
      ))}
    </div>
  );
}
