import { lacksIsolation } from "./isolation";

/** In the storage of the tab: it has been reloaded for the headers, and is not a second time. */
const RELOADED = "vae-playground/reloaded";

/**
 * Whether this page could be isolated by being loaded once more: its host sends no headers for it, and its tab has not been reloaded yet.
 * Where that cannot be remembered it is never reloaded.
 */
export async function couldBeIsolated(): Promise<boolean> {
  if (globalThis.crossOriginIsolated !== false || window.top !== window) return false;
  try {
    return sessionStorage.getItem(RELOADED) === null && (await lacksIsolation(location.href));
  } catch {
    return false; // storage is blocked, or there is no network
  }
}

/** Loads the page once more when its service worker answers for it, unless something has been begun by then: then threads come with the next visit. */
export async function reloadIsolated(isUntouched: () => boolean): Promise<void> {
  await navigator.serviceWorker.ready;
  if (!isUntouched()) return;
  sessionStorage.setItem(RELOADED, "yes");
  location.reload();
}
