import { type ReactNode, type RefObject, type ToggleEvent, useId, useRef } from "react";
import styles from "./Popover.module.css";

interface PopoverProps {
  /** What the button shows; its text is its accessible name. */
  button: ReactNode;
  buttonClassName?: string;
  /** The accessible name of what opens. */
  label: string;
  /** Width of what opens, in CSS pixels, where the window has that much. */
  width?: number;
  /** Opens an element that may stand inside a paragraph; `children` must then be phrasing content. */
  inline?: boolean;
  /** Called when it is about to open, to fetch what it shows. */
  onOpen?: () => unknown;
  children: ReactNode;
}

const MARGIN = 8;
const GAP = 6;

/** Puts the popover under the button, or above it in the lower part of the window, within the window's edges. */
function place(popover: HTMLElement, button: HTMLElement, width: number): void {
  const anchor = button.getBoundingClientRect();
  const fitted = Math.min(width, window.innerWidth - 2 * MARGIN);
  const left = Math.max(MARGIN, Math.min(anchor.left, window.innerWidth - MARGIN - fitted));
  const below = anchor.bottom < window.innerHeight * 0.6;
  const room = below ? window.innerHeight - anchor.bottom : anchor.top;
  Object.assign(popover.style, {
    left: `${left}px`,
    width: `${fitted}px`,
    top: below ? `${anchor.bottom + GAP}px` : "auto",
    bottom: below ? "auto" : `${window.innerHeight - anchor.top + GAP}px`,
    maxHeight: `${room - GAP - MARGIN}px`,
  });
}

function usePlacement(button: RefObject<HTMLButtonElement | null>, width: number, onOpen: (() => unknown) | undefined) {
  return (event: ToggleEvent<HTMLElement>) => {
    if (event.newState !== "open" || button.current === null) return;
    place(event.currentTarget, button.current, width);
    onOpen?.();
  };
}

/** A button that opens a panel over the page (closes on Escape, on a click elsewhere, or when another opens). */
export function Popover({ button, buttonClassName, label, width = 300, inline = false, onOpen, children }: PopoverProps) {
  const id = useId();
  const buttonRef = useRef<HTMLButtonElement>(null);
  const Panel = inline ? "span" : "div";
  const onBeforeToggle = usePlacement(buttonRef, width, onOpen);
  return (
    <>
      <button ref={buttonRef} type="button" className={buttonClassName} popoverTarget={id}>
        {button}
      </button>
      <Panel id={id} popover="auto" role="group" aria-label={label} className={styles.popover} onBeforeToggle={onBeforeToggle}>
        {children}
      </Panel>
    </>
  );
}
