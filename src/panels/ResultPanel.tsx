import { type KeyboardEvent, useEffect, useId } from "react";
import { RESULT_TABS, type ResultTab } from "../store/state";
import { useActions, useAppState } from "./app";
import { CurvesPanel } from "./CurvesPanel";
import styles from "./ResultPanel.module.css";
import { useOnDemand } from "./useOnDemand";

const TITLES: Record<ResultTab, string> = { curves: "Curves", diagnostics: "Diagnostics", worksheet: "Worksheet" };

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -RESULT_TABS.length, End: RESULT_TABS.length };

const loadDiagnostics = async () => (await import("./diagnostics/DiagnosticsPanel")).DiagnosticsPanel;
const loadWorksheet = async () => (await import("./worksheet/WorksheetPanel")).WorksheetPanel;

/** What stands beside the square: the curves, or what is asked of the model. */
export function ResultPanel() {
  const tab = useAppState((state) => state.view.tab);
  const id = useId();
  return (
    <div className={styles.panel}>
      <Tabs tab={tab} id={id} />
      <div className={styles.page} role="tabpanel" aria-labelledby={`${id}-${tab}`} id={`${id}-page`}>
        {tab === "curves" ? (
          <CurvesPanel />
        ) : (
          <FetchedPage key={tab} load={tab === "diagnostics" ? loadDiagnostics : loadWorksheet} name={TITLES[tab]} />
        )}
      </div>
    </div>
  );
}

/** Tabs by the ARIA pattern: one of them takes the focus, arrow keys move it and choose. */
function Tabs({ tab, id }: { tab: ResultTab; id: string }) {
  const { setView } = useActions();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const last = RESULT_TABS.length - 1;
    const next = RESULT_TABS[Math.min(last, Math.max(0, RESULT_TABS.indexOf(tab) + step))];
    setView({ tab: next });
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <div className={styles.tabs} role="tablist" aria-label="Beside the square" onKeyDown={onKeyDown}>
      {RESULT_TABS.map((name) => (
        <button
          key={name}
          id={`${id}-${name}`}
          type="button"
          role="tab"
          className={styles.tab}
          aria-selected={name === tab}
          aria-controls={`${id}-page`}
          tabIndex={name === tab ? 0 : -1}
          onClick={() => setView({ tab: name })}
        >
          {TITLES[name]}
        </button>
      ))}
    </div>
  );
}

/** A page that is fetched when it is first looked at. */
function FetchedPage({ load, name }: { load: () => Promise<() => React.ReactNode>; name: string }) {
  const { part: Page, request } = useOnDemand(load, `The page ${name}`);
  useEffect(() => {
    void request();
  }, [request]);
  return Page === null ? <p className={styles.loading}>…</p> : <Page />;
}
