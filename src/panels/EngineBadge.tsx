import { formatCount } from "../charts/numberFormat";
import type { AppState } from "../store/state";
import { useActions, useAppState } from "./app";
import { Popover } from "./controls/Popover";
import { Explain } from "./Explain";
import styles from "./TopBar.module.css";

type EngineChoice = AppState["engineChoice"];

const CHOICES = {
  auto: { title: "Automatic", note: "the fastest that works here" },
  webgl: { title: "WebGL", note: "the graphics card" },
  simd: { title: "SIMD", note: "WebAssembly vector instructions on the processor" },
  cpu: { title: "CPU", note: "plain JavaScript: slow, works everywhere" },
} satisfies Record<EngineChoice, { title: string; note: string }>;

/** What does the arithmetic; opens the reason and the choice. */
export function EngineBadge() {
  const engine = useAppState((state) => state.engine);
  const failed = useAppState((state) => state.failure !== null);
  const label = engine?.label ?? (failed ? "no engine" : "choosing an engine");
  const state = failed ? "failed" : engine === null ? "waiting" : "running";
  const button = (
    <>
      <span className={styles.lamp} data-state={state} />
      <span className={styles.badgeText}>
        <span className="visuallyHidden">Engine: </span>
        {label}
      </span>
    </>
  );
  return (
    <Popover button={button} buttonClassName={styles.badge} label="Engine" width={320}>
      <div className={styles.title}>
        {label} <Explain term="engine" />
      </div>
      <p className={styles.reason}>{engine?.reason ?? "The engine is chosen when the page has loaded."}</p>
      <EngineFigures />
      <EngineChoices />
    </Popover>
  );
}

/** What it holds, flat over a run, and how soon the run began. */
function EngineFigures() {
  const run = useAppState((state) => state.run);
  if (run === null) return null;
  const { memory, firstStepSeconds } = run;
  return (
    <p className={styles.reason}>
      This engine holds {(memory.bytes / 1e6).toFixed(1)} MB in {formatCount(memory.tensors)} tensors.
      {firstStepSeconds !== null && ` The run’s first step was there ${firstStepSeconds.toFixed(1)} s after Train was pressed.`}
    </p>
  );
}

function EngineChoices() {
  const chosen = useAppState((state) => state.engineChoice);
  const { chooseEngine } = useActions();
  return (
    <fieldset className={styles.choices}>
      <legend>Change it; the run goes on</legend>
      {(Object.keys(CHOICES) as EngineChoice[]).map((choice) => (
        <label key={choice} className={styles.choice}>
          <input type="radio" name="engine" value={choice} checked={chosen === choice} onChange={() => void chooseEngine(choice)} />
          <span>{CHOICES[choice].title}</span>
          <small>{CHOICES[choice].note}</small>
        </label>
      ))}
    </fieldset>
  );
}
