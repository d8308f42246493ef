/** Puts the text on the clipboard; false where there is none, or no leave to write to it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // What to do instead is the caller's to say.
    return false;
  }
}
