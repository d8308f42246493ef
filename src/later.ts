import { keepData, startOffline, takeNewVersion } from "./offline/register";
import { offerNewVersion, watchArrivals, watchNewVersion, watchTouched } from "./store/newVersion";
import { watchSaving } from "./store/saving";
import type { AppStore } from "./store/store";
import type { SessionCalls } from "./worker/protocol";

/** What the page does besides, fetched once its first screen is up: saved runs are offered, and the page is kept for use without a network. */
export function beginLater(store: AppStore, call: SessionCalls, ready: Promise<void>): void {
  // What recovery says must be here when it is needed: then the network may be gone.
  void ready.then(() => import("./store/applyRecovery")).catch(() => undefined);
  watchSaving(store, () => void navigator.storage?.persist?.().catch(() => false));
  // Vite's development server has no service worker.
  if (import.meta.env.DEV) return;
  const isUntouched = watchTouched(store);
  // Where there is no service worker (blocked, a private window, a host without https), everything else works as it does.
  startOffline({ ready, isUntouched, onNewVersion: () => offerNewVersion(store) }).catch(() => undefined);
  watchArrivals(store, (trainSize) => void keepData(trainSize).catch(() => undefined));
  watchNewVersion(store, call.keepRun, takeNewVersion);
}
