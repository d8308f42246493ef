import type { ReadFile } from "./checkedFile";

/** Reads the files of a folder by HTTP; `folder` ends with a slash. Rejects with the status when a file is not there. */
export function fetchFrom(folder: string): ReadFile {
  return async (file, { fresh }) => {
    const response = await fetch(new URL(file, folder), { cache: fresh ? "reload" : "default" });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return response.body ?? new Uint8Array(await response.arrayBuffer());
  };
}
