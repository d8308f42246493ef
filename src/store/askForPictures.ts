import type { ProbeSettings } from "../worker/protocol";
import { probeSettings } from "./probeSettings";
import type { AppStore } from "./store";

/** Asks for the pictures in view, now and whenever others come into view. */
export function askForPictures(store: AppStore, ask: (settings: ProbeSettings) => void): void {
  let askedFor = "";
  const askForThese = () => {
    const settings = probeSettings(store.getState());
    const text = JSON.stringify(settings);
    if (text === askedFor) return;
    askedFor = text;
    ask(settings);
  };
  askForThese();
  store.subscribe(askForThese);
}
