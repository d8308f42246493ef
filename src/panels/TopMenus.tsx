import type { ComponentType } from "react";
import { Popover } from "./controls/Popover";
import styles from "./TopBar.module.css";
import { useOnDemand } from "./useOnDemand";

const loadRuns = async () => (await import("./SavedRuns")).SavedRuns;
const loadFiles = async () => (await import("./ExportFiles")).ExportFiles;

/** A button that opens what is fetched when it is first asked for. */
function Menu({ name, load }: { name: string; load: () => Promise<ComponentType> }) {
  const { part: Part, request } = useOnDemand(load, `The list of ${name.toLowerCase()}`);
  return (
    <Popover button={name} buttonClassName={styles.quiet} label={name} width={560} onOpen={request}>
      {Part === null ? "…" : <Part />}
    </Popover>
  );
}

/** The runs that this browser keeps, and what can be saved and loaded as files. */
export function TopMenus() {
  return (
    <>
      <Menu name="Runs" load={loadRuns} />
      <Menu name="Files" load={loadFiles} />
    </>
  );
}
