import "../../src/app/tokens.css";
import "../../src/app/base.css";
import "./latent.css";
import { createRoot } from "react-dom/client";
import { AppContext } from "../../src/panels/app";
import { LatentSpacePanel } from "../../src/panels/LatentSpacePanel";
import { OneImagePanel } from "../../src/panels/OneImagePanel";
import { DEFAULT_VIEW } from "../../src/store/state";
import { latentPage } from "./latentActions";

/** `?dim=2&images&linear&prior&pin&empty&theme=dark`: the square and the strip over a stand-in for a trained model. */
const query = new URLSearchParams(location.search);
const dim = Number(query.get("dim") ?? 2);
document.documentElement.dataset.theme = query.get("theme") ?? "light";
const { store, actions } = latentPage(
  dim,
  {
    ...DEFAULT_VIEW,
    layers: { latentGrid: true, testImages: query.has("images"), posterior: true, exact: false },
    scale: query.has("linear") ? "linear" : "quantile",
    gridSource: query.has("prior") ? "prior" : "slice",
    pin: query.has("pin") ? Array.from({ length: dim }, (_, d) => 0.6 - d * 0.2) : null,
    selected: { kind: "dataset", split: "test", index: 57 },
  },
  !query.has("empty"),
);
const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(
  <AppContext value={{ store, actions }}>
    <main className="latentGallery">
      <h1 className="visuallyHidden">Latent space and one image</h1>
      <LatentSpacePanel />
      <OneImagePanel />
    </main>
  </AppContext>,
);
