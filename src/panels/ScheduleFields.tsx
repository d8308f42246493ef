import { RANGES } from "../experiment/ranges";
import { SCHEDULE_DEFAULTS, type ScheduleKind, type ScheduleSpec, scheduleEnd, scheduleValue } from "../experiment/schedules";
import { useAppState } from "./app";
import { NumberField } from "./controls/NumberField";
import { SelectField } from "./controls/SelectField";
import { linearScale, nudgeDecade, type SliderScale } from "./controls/sliders";
import { SETTING_IDS, useChangeObjective } from "./objectiveSettings";
import { ScheduleCurve } from "./ScheduleCurve";
import styles from "./ScheduleFields.module.css";

const KIND_TITLES: Record<ScheduleKind, string> = { constant: "constant", linear: "linear", sigmoid: "sigmoid", cyclical: "cyclical" };
const WEIGHTS = linearScale(0, 10, 0.1);
const UPDATES: SliderScale = { ...linearScale(0, 10_000, 100), nudge: nudgeDecade };
const SHARES = linearScale(0, 1, 0.05);

/** The same destination by another route. */
function ofKind(kind: ScheduleKind, schedule: ScheduleSpec): ScheduleSpec {
  const end = scheduleEnd(schedule);
  return kind === "constant" ? { kind, value: end } : { ...SCHEDULE_DEFAULTS[kind], to: end };
}

function withEnd(schedule: ScheduleSpec, end: number): ScheduleSpec {
  return schedule.kind === "constant" ? { ...schedule, value: end } : { ...schedule, to: end };
}

/** β: the value it ends at, the way there, and where it is now. */
export function ScheduleFields({ schedule }: { schedule: ScheduleSpec }) {
  const change = useChangeObjective();
  return (
    <>
      <NumberField
        id={SETTING_IDS.beta}
        label="β"
        tone="beta"
        explain="beta"
        value={scheduleEnd(schedule)}
        range={RANGES["objective.beta.value"]}
        scale={WEIGHTS}
        slider
        commit={async (value) => {
          if (value !== null) await change({ beta: withEnd(schedule, value) });
        }}
      />
      <SelectField
        id={SETTING_IDS.annealing}
        label="KL annealing"
        explain="annealing"
        value={schedule.kind}
        options={KIND_TITLES}
        commit={(kind) => change({ beta: ofKind(kind, schedule) })}
      />
      {schedule.kind !== "constant" && <RampFields schedule={schedule} change={(beta) => change({ beta })} />}
    </>
  );
}

interface RampFieldsProps {
  schedule: Exclude<ScheduleSpec, { kind: "constant" }>;
  change(schedule: ScheduleSpec): Promise<void>;
}

function RampFields({ schedule, change }: RampFieldsProps) {
  const step = useAppState((state) => state.run?.betaStep ?? 0);
  const now = useAppState((state) => state.run?.beta) ?? scheduleValue(schedule, step);
  return (
    <div className={styles.ramp}>
      <NumberField
        label="From"
        value={schedule.from}
        range={RANGES["objective.beta.from"]}
        scale={WEIGHTS}
        commit={async (from) => {
          if (from !== null) await change({ ...schedule, from });
        }}
      />
      {schedule.kind === "cyclical" ? (
        <CycleFields schedule={schedule} change={change} />
      ) : (
        <NumberField
          label="Over, in steps"
          value={schedule.steps}
          range={RANGES["objective.beta.steps"]}
          scale={UPDATES}
          commit={async (steps) => {
            if (steps !== null) await change({ ...schedule, steps });
          }}
        />
      )}
      <ScheduleCurve schedule={schedule} step={step} now={now} />
    </div>
  );
}

interface CycleFieldsProps {
  schedule: Extract<ScheduleSpec, { kind: "cyclical" }>;
  change(schedule: ScheduleSpec): Promise<void>;
}

function CycleFields({ schedule, change }: CycleFieldsProps) {
  return (
    <>
      <NumberField
        label="Period, in steps"
        value={schedule.period}
        range={RANGES["objective.beta.period"]}
        scale={UPDATES}
        commit={async (period) => {
          if (period !== null) await change({ ...schedule, period });
        }}
      />
      <NumberField
        label="Rising share"
        value={schedule.ramp}
        range={RANGES["objective.beta.ramp"]}
        scale={SHARES}
        commit={async (ramp) => {
          if (ramp !== null) await change({ ...schedule, ramp });
        }}
      />
    </>
  );
}
