import { whyNoQuadrature } from "../experiment/quadrature";
import type { View } from "../store/state";
import { useActions, useAppState } from "./app";
import { Explain } from "./Explain";
import styles from "./LatentSpacePanel.module.css";
import type { Term } from "./terms";

type Layer = keyof View["layers"];

const LAYERS: readonly { layer: Layer; name: string; term: Term }[] = [
  { layer: "latentGrid", name: "Latent grid", term: "latentGrid" },
  { layer: "testImages", name: "Test images", term: "testImages" },
  { layer: "posterior", name: "q(z|x)", term: "posterior" },
  { layer: "exact", name: "p(z|x)", term: "exactPosterior" },
];

/** One toggle per layer of the square. */
export function LatentSpaceLayers() {
  const layers = useAppState((state) => state.view.layers);
  const sheet = useAppState((state) => state.view.gridSource === "prior" && state.view.layers.latentGrid);
  const whyNotExact = useAppState((state) => whyNoQuadrature(state.experiment));
  const { setView } = useActions();
  return (
    // biome-ignore lint/a11y/useSemanticElements: three toggles in a line, not a form's fieldset
    <div className={styles.layers} role="group" aria-label="Layers">
      {LAYERS.map(({ layer, name, term }) => (
        <span key={layer} className={styles.layer}>
          <button
            type="button"
            className={styles.chip}
            aria-pressed={layers[layer] && !(layer === "exact" && whyNotExact !== null)}
            disabled={layer === "exact" && whyNotExact !== null}
            title={
              layer === "exact" && whyNotExact !== null
                ? whyNotExact
                : sheet && layer !== "latentGrid"
                  ? "Not drawn on a sheet of draws from the prior, which has no axes"
                  : undefined
            }
            onClick={() => setView({ layers: { ...layers, [layer]: !layers[layer] } })}
          >
            {name}
          </button>
          <Explain term={term} />
        </span>
      ))}
    </div>
  );
}
