import { type ReactNode, useLayoutEffect, useRef } from "react";

interface ModalProps {
  /** The accessible name, or the id of the heading that is it. */
  label?: string;
  labelledBy?: string;
  className?: string;
  /** It was closed: by Escape, or by a form of the method "dialog" in it. Then it must no longer be rendered. */
  onClose(): void;
  children: ReactNode;
}

/** A dialog that is open as long as it is rendered; the focus goes into it, and back when it closes. */
export function Modal({ label, labelledBy, className, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return (
    <dialog ref={dialog} className={className} aria-label={label} aria-labelledby={labelledBy} onClose={onClose}>
      {children}
    </dialog>
  );
}
