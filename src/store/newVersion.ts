import type { SessionCalls } from "../worker/protocol";
import { withNotice } from "./applyEvent";
import type { AppStore } from "./store";

/** A new version of the page is ready. It is taken when the person says so: a page that trains is reloaded by nobody else. */
export function offerNewVersion(store: AppStore, why = ""): void {
  const text = `${why}A new version of this page is ready.`;
  store.setState((state) => withNotice(state, { level: "info", text, offer: { label: "Reload", does: { kind: "newVersion" } } }));
}

/** When the person has asked for the new version, saves the run and takes it; a run that cannot be saved is not given up. */
export function watchNewVersion(store: AppStore, keepRun: SessionCalls["keepRun"], take: () => Promise<void>): void {
  store.subscribe(({ newVersionAsked }, before) => {
    if (!newVersionAsked || before.newVersionAsked) return;
    void keepRun()
      .catch(() => undefined)
      .then(() => {
        const { run, saved } = store.getState();
        if ((run?.step ?? 0) === 0 || (saved !== null && saved.why === null)) return take();
        throw new Error("The page was not reloaded, since its run is not saved; Runs saves it as a file. ");
      })
      .catch((error: unknown) => {
        store.setState({ newVersionAsked: false });
        offerNewVersion(store, error instanceof Error ? error.message : "");
      });
  });
}

/** Calls back with the training images of the run in hand, each time all of them have arrived. */
export function watchArrivals(store: AppStore, arrived: (trainSize: number) => void): void {
  let told = 0;
  const look = () => {
    const { data, experiment } = store.getState();
    if (!data.ready || data.imagesReady < data.imagesTotal || data.imagesTotal === told) return;
    told = data.imagesTotal;
    arrived(experiment.data.trainSize);
  };
  store.subscribe(look);
  look();
}

/** Answers whether everything is still as the page was opened: no step made, no setting touched, nothing resumed or measured. */
export function watchTouched(store: AppStore): () => boolean {
  const settings = () => {
    const { experiment, view, engineChoice } = store.getState();
    return JSON.stringify([experiment, view, engineChoice]);
  };
  const opened = settings();
  return () => {
    const { run, previous, diagnostics } = store.getState();
    const isBegun = (run?.step ?? 0) > 0 || run?.phase === "training" || previous !== null || Object.keys(diagnostics).length > 0;
    // Whoever has clicked, touched or typed may have begun what is not known here.
    return !isBegun && settings() === opened && !navigator.userActivation?.hasBeenActive;
  };
}
