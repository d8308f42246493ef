import { useId, useRef, useState } from "react";
import { useActions, useAppState } from "./app";
import { copyText } from "./copyText";
import styles from "./ShareButton.module.css";
import topBar from "./TopBar.module.css";

const CHANGED = "Settings were changed during this run: the link gives them as they are now, from the start.";

/** Copies the link of the experiment, or shows it selected where copying is not allowed. */
export function ShareButton() {
  const changed = useAppState((state) => state.changes.length > 0);
  const { shareLink, notify } = useActions();
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const heading = useId();
  const [link, setLink] = useState("");
  const share = async () => {
    const text = shareLink();
    setLink(text);
    if (await copyText(text)) return notify("info", `The link was copied. ${changed ? CHANGED : ""}`.trim());
    dialog.current?.showModal();
    input.current?.select();
  };
  return (
    <>
      <button type="button" className={topBar.button} onClick={() => void share()}>
        Share
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-labelledby={heading}>
        <h2 id={heading}>A link to this experiment</h2>
        <p className={styles.reason}>This browser did not let the page copy it; here it is, selected. {changed && CHANGED}</p>
        <input ref={input} className={styles.link} readOnly aria-label="Link" value={link} onFocus={(event) => event.target.select()} />
        <form method="dialog">
          <button type="submit" className={topBar.button}>
            Close
          </button>
        </form>
      </dialog>
    </>
  );
}
