import { useEffect } from "react";

/** One key of the page, for the map and for the help. */
export interface KeyBinding {
  key: string;
  /** How the key is called in the help. */
  name: string;
  does: string;
  /** Pressed with Ctrl, or Cmd; it then works wherever no text is being written. */
  withControl?: boolean;
  run(): void;
}

/** True when typing now would go to a control. */
function controlHasFocus(): boolean {
  const focused = document.activeElement;
  return focused !== null && focused !== document.body && focused !== document.documentElement && !focused.matches("main");
}

/** True when typing now would write text, which has an undo of its own. */
function textHasFocus(): boolean {
  return document.activeElement?.matches("input:not([type=range], [type=checkbox], [type=radio]), textarea") ?? false;
}

/** Whether the event is the binding's key, pressed where the binding listens. */
function isPressed({ key, withControl = false }: KeyBinding, event: KeyboardEvent): boolean {
  if (key !== event.key.toLowerCase() || event.altKey || withControl !== (event.ctrlKey || event.metaKey)) return false;
  return withControl ? !event.shiftKey && !textHasFocus() : !controlHasFocus();
}

/** The page's keys. They rest while a dialog is open, and those without Ctrl while a control has the focus. */
export function useKeyboardMap(bindings: readonly KeyBinding[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || document.querySelector("dialog[open]") !== null) return;
      const binding = bindings.find((candidate) => isPressed(candidate, event));
      if (binding === undefined) return;
      event.preventDefault();
      binding.run();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [bindings]);
}
