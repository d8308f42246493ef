import { useActions, useAppState } from "../app";
import { experimentWords } from "../experimentWords";
import { TrainButton } from "../RunButtons";
import { RunStatus } from "../RunStatus";
import topBar from "../TopBar.module.css";
import styles from "./EmbedBar.module.css";

/** Train, Reset, where the run is; which experiment it is, and where more can be done with it. `page`: the address of the whole page. */
export function EmbedBar({ page }: { page: string }) {
  const words = useAppState((state) => experimentWords(state.experiment));
  const { reset } = useActions();
  return (
    <header className={styles.bar}>
      <div className={styles.run}>
        <TrainButton />
        <button type="button" className={topBar.button} onClick={() => void reset()} title="The same seed from the start">
          Reset
        </button>
        <RunStatus brief />
      </div>
      <div className={styles.about}>
        <h1 className={styles.words} title={words}>
          {words}
        </h1>
        <a className={styles.page} href={page} target="_blank" rel="noopener">
          Open in VAE Playground <span aria-hidden="true">↗</span>
        </a>
      </div>
    </header>
  );
}
