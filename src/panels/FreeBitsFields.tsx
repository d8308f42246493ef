import type { Choice } from "../experiment/choices";
import type { ElboSpec, FreeBitsPer } from "../experiment/experiment";
import { RANGES } from "../experiment/ranges";
import { CHOICE_TITLES } from "./choiceTitles";
import { NotOffered } from "./controls/NotOffered";
import { NumberField } from "./controls/NumberField";
import { partOffers } from "./controls/offers";
import { SelectField } from "./controls/SelectField";
import { linearScale } from "./controls/sliders";
import styles from "./ExperimentRail.module.css";
import { SETTING_IDS, useChangeObjective } from "./objectiveSettings";

const FLOORS = linearScale(0, 4, 0.05);

interface FreeBitsFieldsProps {
  freeBits: ElboSpec["freeBits"];
  /** What the floor may be compared with; all are ruled out where there may be none. */
  choices: readonly Choice<FreeBitsPer>[];
}

/** The floor λ under the KL; where the settings allow none it stays in sight at 0, and says why. */
export function FreeBitsFields({ freeBits, choices }: FreeBitsFieldsProps) {
  const change = useChangeObjective();
  const legal = choices.filter(({ sentence }) => sentence === null).map(({ value }) => value);
  const per = legal.includes(freeBits.per) || legal.length === 0 ? freeBits.per : legal[0];
  const { options, missing } = partOffers(CHOICE_TITLES.freeBitsPer, choices, per);
  return (
    <>
      <FloorField
        value={freeBits.nats}
        ruledOut={legal.length === 0 ? choices[0].sentence : null}
        commit={(nats) => change({ freeBits: { nats, per } })}
      />
      {freeBits.nats > 0 && (
        <SelectField
          label="Floor per"
          value={per}
          options={options}
          note={missing.length > 0 && <NotOffered missing={missing} />}
          commit={(value) => change({ freeBits: { ...freeBits, per: value } })}
        />
      )}
    </>
  );
}

interface FloorFieldProps {
  value: number;
  /** The rule against any floor above 0, or null. */
  ruledOut: string | null;
  commit(nats: number): Promise<void>;
}

function FloorField({ value, ruledOut, commit }: FloorFieldProps) {
  return (
    <NumberField
      id={SETTING_IDS.freeBits}
      label="Free bits"
      symbol={<span className={styles.floor}>λ</span>}
      explain="freeBits"
      value={value}
      range={RANGES["objective.freeBits.nats"]}
      scale={FLOORS}
      slider
      disabled={ruledOut !== null}
      note={ruledOut !== null && <NotOffered missing={[{ title: "a floor above 0", sentence: ruledOut }]} />}
      commit={async (nats) => {
        if (nats !== null) await commit(nats);
      }}
    />
  );
}
