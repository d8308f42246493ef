import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { version } from "../package.json";
import { createPlayground, type Playground } from "./api/playground";
import { App } from "./app/App";
import { squareDimensions } from "./experiment/latentSquare";
import { linkNotice, readLink } from "./experiment/link";
import { AppContext } from "./panels/app";
import { applyEvent, withNotice } from "./store/applyEvent";
import { applyRecovery } from "./store/applyRecovery";
import { createActions } from "./store/createActions";
import { probeSettings } from "./store/probeSettings";
import type { AppState } from "./store/state";
import { createAppStore } from "./store/store";
import { readView } from "./store/viewLink";
import { startSupervisor } from "./supervision/supervisor";
import type { EngineChoice } from "./worker/protocol";

declare global {
  interface Window {
    playground: Playground;
  }
}

/** The only place where the page's parts meet: link → store, worker events → store, store → worker, console API, App. */

const ENGINE_CHOICES: readonly EngineChoice[] = ["auto", "webgl", "simd", "cpu"];
const THEME_KEY = "vae-playground/theme";

function engineOfAddress(notices: string[]): EngineChoice {
  const asked = new URLSearchParams(location.search).get("engine");
  if (asked === null) return "auto";
  const known = ENGINE_CHOICES.find((choice) => choice === asked);
  if (known === undefined)
    notices.push(`the address asks for engine "${asked.slice(0, 40)}"; allowed: ${ENGINE_CHOICES.join(", ")}; auto is used`);
  return known ?? "auto";
}

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

/** Not a place in the page ("#experiment-result"). */
const isLink = (hash: string) => hash.includes("=");

const link = readLink(isLink(location.hash) ? location.hash : "");
const seen = readView(link.view, squareDimensions(link.experiment.latent));
const notice = linkNotice([...link.notices, ...seen.notices]);
const notices = notice === null ? [] : [notice];
const engineChoice = engineOfAddress(notices);
const store = createAppStore({ experiment: link.experiment, view: seen.view, engineChoice, theme: rememberedTheme() });
for (const text of notices) store.setState((state) => withNotice(state, { level: "warning", text }));

const worker = startSupervisor({
  onEvents: (events) => store.setState((state) => events.reduce(applyEvent, state)),
  onRecovery: (recovering) => store.setState((state) => applyRecovery(state, recovering)),
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

let askedFor = "";
function askForPictures(): void {
  const settings = probeSettings(store.getState());
  const text = JSON.stringify(settings);
  if (text === askedFor) return;
  askedFor = text;
  call.setProbes(settings).catch((error: unknown) => actions.notify("error", String(error)));
}

askForPictures();
store.subscribe(askForPictures);

const ready = call.open({ engine: engineChoice, experiment: link.experiment });
ready.catch((error: unknown) => store.setState({ failure: error instanceof Error ? error.message : String(error) }));
window.playground = createPlayground({ version, ready, store, call, actions });

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void call.keepRun().catch(() => undefined);
});

// Asked once there is something to keep: some browsers ask the person.
const stopAsking = store.subscribe(({ saved }) => {
  if (saved === null || saved.why !== null) return;
  stopAsking();
  void navigator.storage?.persist?.().catch(() => false);
});

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
