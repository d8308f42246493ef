import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Embed } from "./app/Embed";
import { AppContext } from "./panels/app";
import { isLink, readAddress } from "./store/address";
import { applyEvent, withNotice } from "./store/applyEvent";
import { askForPictures } from "./store/askForPictures";
import { createActions } from "./store/createActions";
import { createAppStore } from "./store/store";
import { tellRecovery } from "./store/tellRecovery";
import { startSupervisor } from "./supervision/supervisor";

/**
 * Where the parts of embed.html meet: link → store, worker events → store, store → worker, Embed. It stores nothing, takes and
 * sends no messages, and keeps no run but the one in hand.
 */

const { experiment, view, engineChoice, notices } = readAddress(location);
// The square and the curves are all that it shows, whatever the link says of the rest of the page.
const store = createAppStore({ experiment, view: { ...view, tab: "curves", hide: ["rail", "strip"] }, engineChoice });
for (const text of notices) store.setState((state) => withNotice(state, { level: "warning", text }));

const worker = startSupervisor({
  onEvents: (events) => store.setState((state) => ({ ...events.reduce(applyEvent, state), previous: null })),
  onRecovery: (recovering) => tellRecovery(store, recovering),
  saves: false,
  now: () => performance.now(),
});
const { call } = worker;

const ofPage = createActions({
  store,
  call,
  restart: worker.retry,
  pageAddress: () => location.href.split("#")[0],
  randomSeed: () => experiment.seed,
  rememberTheme: () => undefined,
});
const say = (error: unknown) => ofPage.notify("error", error instanceof Error ? error.message : String(error));
// No run is put aside here, so nothing is said of one.
const actions = { ...ofPage, reset: () => call.reset().catch(say) };

askForPictures(store, (settings) => {
  call.setProbes(settings).catch(say);
});

call
  .open({ engine: engineChoice, experiment })
  .catch((error: unknown) => store.setState({ failure: error instanceof Error ? error.message : String(error) }));

// Another link is another figure.
window.addEventListener("hashchange", () => {
  if (isLink(location.hash)) location.reload();
});

const root = document.getElementById("root");
if (root === null) throw new Error("embed.html has no element #root");
createRoot(root).render(
  <StrictMode>
    <AppContext value={{ store, actions }}>
      <Embed page={`index.html${location.search}${location.hash}`} />
    </AppContext>
  </StrictMode>,
);
