import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { version } from "../package.json";
import { createPlayground, type Playground } from "./api/playground";
import { App } from "./app/App";
import { AppContext } from "./panels/app";
import { isLink, readAddress } from "./store/address";
import { applyEvent, withNotice } from "./store/applyEvent";
import { askForPictures } from "./store/askForPictures";
import { createActions } from "./store/createActions";
import type { AppState } from "./store/state";
import { createAppStore } from "./store/store";
import { tellRecovery } from "./store/tellRecovery";
import { startSupervisor } from "./supervision/supervisor";

declare global {
  interface Window {
    playground: Playground;
  }
}

/** The only place where the page's parts meet: link → store, worker events → store, store → worker, console API, App. */

const THEME_KEY = "vae-playground/theme";

/** Storage may be blocked; then the theme is not remembered and nothing else is lost. */
function stored<T>(use: () => T, otherwise: T): T {
  try {
    return use();
  } catch {
    return otherwise;
  }
}

function rememberedTheme(): AppState["theme"] {
  const theme = stored(() => localStorage.getItem(THEME_KEY), null);
  return theme === "light" || theme === "dark" ? theme : "system";
}

const { experiment, view, engineChoice, notices } = readAddress(location);
const store = createAppStore({ experiment, view, engineChoice, theme: rememberedTheme() });
for (const text of notices) store.setState((state) => withNotice(state, { level: "warning", text }));

const worker = startSupervisor({
  onEvents: (events) => store.setState((state) => events.reduce(applyEvent, state)),
  onRecovery: (recovering) => tellRecovery(store, recovering),
  saves: true,
  now: () => performance.now(),
});
const { call } = worker;

const actions = createActions({
  store,
  call,
  restart: worker.retry,
  pageAddress: () => location.href.split("#")[0],
  randomSeed: () => crypto.getRandomValues(new Uint32Array(1))[0],
  rememberTheme: (theme) => stored(() => localStorage.setItem(THEME_KEY, theme), undefined),
});

askForPictures(store, (settings) => {
  call.setProbes(settings).catch((error: unknown) => actions.notify("error", String(error)));
});

const ready = call.open({ engine: engineChoice, experiment });
ready.catch((error: unknown) => store.setState({ failure: error instanceof Error ? error.message : String(error) }));
window.playground = createPlayground({ version, ready, store, call, actions });

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void call.keepRun().catch(() => undefined);
});

void import("./later").then(
  ({ beginLater }) => beginLater(store, call, ready),
  () => undefined,
);

window.addEventListener("hashchange", () => {
  if (isLink(location.hash)) actions.openLink(location.hash);
});

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
createRoot(root).render(
  <StrictMode>
    <AppContext value={{ store, actions }}>
      <App />
    </AppContext>
  </StrictMode>,
);
