import { CircleHelp } from "lucide-react";
import { EngineBadge } from "./EngineBadge";
import { PresetSelect } from "./PresetSelect";
import { RunButtons } from "./RunButtons";
import { RunProgressLine } from "./RunProgressLine";
import { RunStatus } from "./RunStatus";
import { ShareButton } from "./ShareButton";
import { ThemeSwitch } from "./ThemeSwitch";
import styles from "./TopBar.module.css";
import { TopMenus } from "./TopMenus";

/** The run: what it is, how to drive it, where it is, and how to take it along. */
export function TopBar({ openHelp }: { openHelp(): void }) {
  return (
    <>
      <h1 className={styles.name}>VAE Playground</h1>
      <PresetSelect />
      <RunButtons />
      <RunStatus />
      <div className={styles.end}>
        <EngineBadge />
        <TopMenus />
        <ShareButton />
        <ThemeSwitch />
        <button type="button" className={styles.icon} onClick={openHelp} aria-label="Help" title="Help (?)">
          <CircleHelp size={17} aria-hidden="true" />
        </button>
      </div>
      <RunProgressLine />
    </>
  );
}
