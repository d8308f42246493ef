import "./tokens.css";
import "./base.css";
import { useCallback, useMemo, useState } from "react";
import { useActions, useAppState } from "../panels/app";
import { ExperimentRail } from "../panels/ExperimentRail";
import { LatentSpacePanel } from "../panels/LatentSpacePanel";
import { LinkDialog } from "../panels/LinkDialog";
import { OneImagePanel } from "../panels/OneImagePanel";
import { ResultPanel } from "../panels/ResultPanel";
import { TopBar } from "../panels/TopBar";
import { useOnDemand } from "../panels/useOnDemand";
import styles from "./App.module.css";
import { type KeyBinding, useKeyboardMap } from "./keyboard";
import { NoticeRegion } from "./NoticeRegion";
import { useTheme } from "./theme";

/** The keys of the page; the list is the help's as well. */
function useBindings(openHelp: () => Promise<void>): KeyBinding[] {
  const actions = useActions();
  const training = useAppState((state) => state.run?.phase === "training");
  const hasPrevious = useAppState((state) => state.previous !== null);
  return useMemo(
    () => [
      { key: " ", name: "Space", does: "train or pause", run: () => void (training ? actions.pause() : actions.train()) },
      { key: "s", name: "S", does: "one step", run: () => void actions.step() },
      { key: "r", name: "R", does: "reset: the same seed from the start", run: () => void actions.reset() },
      { key: "n", name: "N", does: "new seed", run: () => void actions.newSeed() },
      {
        key: "z",
        withControl: true,
        name: "Ctrl Z",
        does: "bring back the previous run (⌘ Z on a Mac)",
        run: () => void (hasPrevious && actions.undo()),
      },
      { key: "?", name: "?", does: "this help", run: () => void openHelp() },
    ],
    [actions, training, hasPrevious, openHelp],
  );
}

const loadHelp = async () => (await import("./HelpDialog")).HelpDialog;

/** The whole page. */
export function App() {
  const hide = useAppState((state) => state.view.hide);
  useTheme(useAppState((state) => state.theme));
  const { part: HelpDialog, request } = useOnDemand(loadHelp, "The help");
  const [helpOpen, setHelpOpen] = useState(false);
  const openHelp = useCallback(async () => setHelpOpen((await request()) !== null), [request]);
  const bindings = useBindings(openHelp);
  useKeyboardMap(bindings);
  return (
    <div className={styles.page} data-hide={hide.join(" ")}>
      <a className={styles.skip} href="#experiment-result">
        Skip to the pictures
      </a>
      <header className={styles.top}>
        <TopBar openHelp={() => void openHelp()} />
      </header>
      <NoticeRegion />
      {!hide.includes("rail") && (
        <aside className={styles.rail} aria-label="Experiment">
          <ExperimentRail />
        </aside>
      )}
      <main id="experiment-result" className={styles.main} tabIndex={-1}>
        {!hide.includes("square") && (
          <div className={styles.square}>
            <LatentSpacePanel />
          </div>
        )}
        {!hide.includes("charts") && (
          <div className={styles.charts}>
            <ResultPanel />
          </div>
        )}
        {!hide.includes("strip") && (
          <div className={styles.strip}>
            <OneImagePanel />
          </div>
        )}
      </main>
      <LinkDialog />
      {helpOpen && HelpDialog && <HelpDialog bindings={bindings} onClose={() => setHelpOpen(false)} />}
    </div>
  );
}
