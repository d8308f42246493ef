import { useMemo } from "react";
import { PRESETS } from "../experiment/presets";
import { useActions, useAppState } from "./app";
import { presetInForce } from "./presetInForce";
import styles from "./TopBar.module.css";

const CUSTOM = "custom";
const GROUPS = [...new Set(PRESETS.map(({ group }) => group))];

/** The named experiment that is set, or "custom"; choosing one starts it. */
export function PresetSelect() {
  const experiment = useAppState((state) => state.experiment);
  const { choosePreset } = useActions();
  const preset = useMemo(() => presetInForce(experiment), [experiment]);
  return (
    <select
      className={styles.preset}
      aria-label="Preset"
      title={preset?.lookFor}
      value={preset?.id ?? CUSTOM}
      onChange={(event) => void choosePreset(event.target.value)}
    >
      {preset === null && (
        <option value={CUSTOM} disabled>
          custom
        </option>
      )}
      {GROUPS.map((group) => (
        <optgroup key={group} label={group}>
          {PRESETS.filter((one) => one.group === group).map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
