import { Moon, Sun, SunMoon } from "lucide-react";
import type { Theme } from "../store/state";
import { useActions, useAppState } from "./app";
import styles from "./TopBar.module.css";

const THEMES = {
  system: { next: "light", title: "as the system", Icon: SunMoon },
  light: { next: "dark", title: "light", Icon: Sun },
  dark: { next: "system", title: "dark", Icon: Moon },
} as const satisfies Record<Theme, { next: Theme; title: string; Icon: typeof Sun }>;

/** Goes round: as the system, light, dark. */
export function ThemeSwitch() {
  const theme = useAppState((state) => state.theme);
  const { setTheme } = useActions();
  const { next, title, Icon } = THEMES[theme];
  return (
    <button type="button" className={styles.icon} onClick={() => setTheme(next)} aria-label={`Theme: ${title}`} title={`Theme: ${title}`}>
      <Icon size={17} aria-hidden="true" />
    </button>
  );
}
