import { Popover } from "./controls/Popover";
import styles from "./TopBar.module.css";
import { useOnDemand } from "./useOnDemand";

const loadFiles = async () => (await import("./ExportFiles")).ExportFiles;

/** A button that opens what can be saved and loaded. */
export function ExportMenu() {
  const { part: ExportFiles, request } = useOnDemand(loadFiles, "The list of files");
  return (
    <Popover button="Files" buttonClassName={styles.quiet} label="Files" width={560} onOpen={request}>
      {ExportFiles === null ? "…" : <ExportFiles />}
    </Popover>
  );
}
