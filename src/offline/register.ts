import { trustedScript } from "../worker/trustedWorker";
import type { ToServiceWorker } from "./builtFiles";
import { couldBeIsolated, reloadIsolated } from "./isolate";

/** How long a new version may take to be in force, in milliseconds; the page is then loaded as it is kept. */
const TAKE_OVER_LIMIT = 5000;

/** What the page around it provides. */
export interface OfflineHost {
  /** Resolves when the first images are there. */
  ready: Promise<void>;
  /** Nothing has been begun that a reload would end. */
  isUntouched(): boolean;
  /** A new version of the page is ready, and waits. */
  onNewVersion(): void;
}

const idle = () =>
  new Promise<void>((done) => (globalThis.requestIdleCallback === undefined ? setTimeout(done) : requestIdleCallback(() => done())));

const say = (worker: ServiceWorker | null, message: ToServiceWorker) => worker?.postMessage(message);

/**
 * Registers the service worker, by which the page opens without a network: when there is nothing else to do, or at once where the page
 * gets threads by it. Rejects where there is none to be had, which nobody need be told.
 */
export async function startOffline({ ready, isUntouched, onNewVersion }: OfflineHost): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const isolates = await couldBeIsolated();
  if (!isolates) await ready.then(idle);
  const registration = await navigator.serviceWorker.register(trustedScript("vae-offline", "sw.js"));
  const lookForNew = () => {
    if (registration.waiting !== null && registration.active !== null) onNewVersion();
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", lookForNew));
  lookForNew();
  if (isolates) await reloadIsolated(isUntouched);
}

/** Has the data kept that the page has read. */
export async function keepData(trainSize: number): Promise<void> {
  if ("serviceWorker" in navigator) say((await navigator.serviceWorker.ready).active, { kind: "keepData", trainSize });
}

/** Lets the version that waits take its place, and loads this page in it. Other pages go on as they are. */
export async function takeNewVersion(): Promise<void> {
  const waiting = (await navigator.serviceWorker.getRegistration())?.waiting ?? null;
  if (waiting !== null) {
    await new Promise<void>((done) => {
      setTimeout(done, TAKE_OVER_LIMIT);
      waiting.addEventListener("statechange", () => waiting.state === "activated" && done());
      say(waiting, { kind: "takeOver" });
    });
  }
  location.reload();
}
