import { type ChangeEvent, useRef } from "react";
import { useActions } from "./app";

/** A button that opens a weights file or a run file; one that cannot be read changes nothing and says why. */
export function LoadFile({ label, className }: { label: string; className: string }) {
  const { importWeights, notify } = useActions();
  const input = useRef<HTMLInputElement>(null);
  const load = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target;
    const file = chosen.files?.[0];
    if (file === undefined) return;
    try {
      await importWeights(new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      notify("error", `${file.name} could not be read: ${error instanceof Error ? error.message : String(error)}. Nothing was changed.`);
    }
    // The same file may be chosen again.
    chosen.value = "";
  };
  return (
    <>
      <button type="button" className={className} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={`File for “${label}”`}
        accept=".safetensors"
        onChange={(event) => void load(event)}
      />
    </>
  );
}
