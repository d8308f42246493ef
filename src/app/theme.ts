import { useLayoutEffect } from "react";
import type { Theme } from "../store/state";

/** Puts the theme on the page, before it is painted. */
export function useTheme(theme: Theme): void {
  useLayoutEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}
