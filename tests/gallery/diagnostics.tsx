import "./gallery.css";
import { createRoot } from "react-dom/client";
import { AppContext } from "../../src/panels/app";
import { DiagnosticsPanel } from "../../src/panels/diagnostics/DiagnosticsPanel";
import { createAppStore } from "../../src/store/store";
import { NO_ACTIONS } from "./actions";
import { DIAGNOSTIC_STATES } from "./diagnosticsStates";

/** `?state=measured&width=420&height=852&theme=dark`: the tab in each of its states, from fixed data; all of them without one. */
const query = new URLSearchParams(location.search);
const states = query.get("state")?.split(",") ?? Object.keys(DIAGNOSTIC_STATES);
const width = Number(query.get("width") ?? 420);
const height = Number(query.get("height") ?? 852);
document.documentElement.dataset.theme = query.get("theme") ?? "light";
const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(
  <main className="gallery">
    <h1 className="visuallyHidden">Diagnostics</h1>
    {states.map((name) => (
      <section key={name} id={name} aria-label={name} className="galleryItem" style={{ width, height }}>
        <AppContext value={{ store: createAppStore(DIAGNOSTIC_STATES[name]()), actions: NO_ACTIONS }}>
          <DiagnosticsPanel />
        </AppContext>
      </section>
    ))}
  </main>,
);
