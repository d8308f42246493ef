import { CircleAlert, Info, TriangleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useActions, useAppState } from "../panels/app";
import { canUndo } from "../store/applyEvent";
import type { AppState } from "../store/state";
import styles from "./NoticeRegion.module.css";

type Notice = AppState["notices"][number];

const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const;
/** How long a notice stays that nobody dismisses; errors stay, and so does the top bar's way to undo. */
const STAY_MS = { info: 9_000, warning: 20_000, error: null } as const;
const STAY_WITH_UNDO_MS = 15_000;

/** The page's one status region: what happened, said to everyone once. `place`: a class that places it elsewhere. */
export function NoticeRegion({ place = styles.region }: { place?: string }) {
  const notices = useAppState((state) => state.notices);
  return (
    <div role="status" aria-live="polite" className={place}>
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { accept, dismiss, undo } = useActions();
  const [held, setHeld] = useState(false);
  const { id, level, undoes, offer } = notice;
  const undoable = useAppState(({ previous }) => canUndo(notice, previous));
  const stay = offer ? null : undoes ? STAY_WITH_UNDO_MS : STAY_MS[level];
  useEffect(() => {
    if (stay === null || held) return;
    const timer = setTimeout(() => dismiss(id), stay);
    return () => clearTimeout(timer);
  }, [stay, held, id, dismiss]);
  const Icon = ICONS[level];
  const takeBack = () => {
    dismiss(id);
    void undo();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only keeps the notice from going away.
    <div
      className={styles.notice}
      data-level={level}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={16} className={styles.icon} aria-hidden="true" />
      <p>{notice.text}</p>
      {undoable && (
        <button type="button" className={styles.undo} onClick={takeBack}>
          Undo
        </button>
      )}
      {offer && (
        <button type="button" className={styles.undo} onClick={() => void accept(notice)}>
          {offer.label}
        </button>
      )}
      <button type="button" className={styles.dismiss} onClick={() => dismiss(id)} aria-label="Dismiss">
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
