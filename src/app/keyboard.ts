import { useEffect } from "react";

/** One key of the page, for the map and for the help. */
export interface KeyBinding {
  key: string;
  /** How the key is called in the help. */
  name: string;
  does: string;
  run(): void;
}

/** True when typing now would go to a control. */
function controlHasFocus(): boolean {
  const focused = document.activeElement;
  return focused !== null && focused !== document.body && focused !== document.documentElement && !focused.matches("main");
}

/** The page's keys. They rest while a control has the focus, a dialog is open, or a modifier is held. */
export function useKeyboardMap(bindings: readonly KeyBinding[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (controlHasFocus() || document.querySelector("dialog[open]") !== null) return;
      const binding = bindings.find(({ key }) => key === event.key.toLowerCase());
      if (binding === undefined) return;
      event.preventDefault();
      binding.run();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [bindings]);
}
