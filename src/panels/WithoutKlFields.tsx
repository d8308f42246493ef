import { RANGES } from "../experiment/ranges";
import { NumberField } from "./controls/NumberField";
import { SelectField } from "./controls/SelectField";
import styles from "./ExperimentRail.module.css";

const CONSTANT = { constant: "constant" };
const keep = async () => {};

/** The settings of the KL's weight beside a bound that has no KL term to weigh: in sight, at what they amount to. */
export function WithoutKlFields() {
  return (
    <>
      <NumberField label="β" tone="beta" explain="beta" value={1} range={RANGES["objective.beta.value"]} disabled commit={keep} />
      <SelectField label="KL annealing" explain="annealing" value="constant" options={CONSTANT} disabled commit={keep} />
      <NumberField
        label="Free bits"
        symbol={<span className={styles.floor}>λ</span>}
        explain="freeBits"
        value={0}
        range={RANGES["objective.freeBits.nats"]}
        disabled
        note="IWAE's bound has no KL term of its own to weigh, to anneal or to put a floor under."
        commit={keep}
      />
    </>
  );
}
