import { useActions, useAppState } from "./app";
import { Modal } from "./controls/Modal";
import styles from "./LinkDialog.module.css";

/** Asks before a link that was pasted into the open page replaces a run. Closing it in any way keeps the run. */
export function LinkDialog() {
  const offered = useAppState((state) => state.offeredLink !== null);
  const steps = useAppState((state) => state.run?.step ?? 0);
  const { acceptLink, declineLink } = useActions();
  if (!offered) return null;
  return (
    <Modal labelledBy="link-dialog-title" className={styles.dialog} onClose={declineLink}>
      <h2 id="link-dialog-title">Open this link?</h2>
      <p>It asks for another experiment, which starts a new run. The run of {steps} steps is put aside, and Undo brings it back.</p>
      <div className={styles.buttons}>
        <button type="button" onClick={declineLink}>
          Keep this run
        </button>
        <button type="button" className={styles.open} onClick={() => void acceptLink()}>
          Open the link
        </button>
      </div>
    </Modal>
  );
}
