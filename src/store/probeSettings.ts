import { squareDimensions } from "../experiment/latentSquare";
import { whyNoQuadrature } from "../experiment/quadrature";
import type { ProbeSettings } from "../worker/protocol";
import type { AppState } from "./state";

/** Digits on a side of the latent square. */
const GRID_SIDE = 20;
/** Test images on the latent square. */
const ENCODED_IMAGES = 1000;
/** Test images that log p(x) and L_K of the curves are measured on, and K. */
const TRUTH = { images: 24, samples: 100 } as const;

/** The pin's coordinates of the dimensions that are not on screen; 0 for those that are, so that moving the pin in the plane asks for nothing. */
function anchorOf({ pin, axes }: AppState["view"], dim: number): number[] {
  return Array.from({ length: dim }, (_, d) => (axes.includes(d) ? 0 : (pin?.[d] ?? 0)));
}

/** What the pictures in view need of the session. */
export function probeSettings({ view, experiment }: Pick<AppState, "view" | "experiment">): ProbeSettings {
  const { layers, gridSource, gridShow, imagesShow, axes, scale, selected, draw, hide, tab, bounds } = view;
  const squareHidden = hide.includes("square");
  const grid = {
    side: GRID_SIDE,
    source: gridSource,
    axes,
    anchor: anchorOf(view, squareDimensions(experiment.latent)),
    scale,
    show: gridShow,
  };
  const needsShape = layers.posterior && !squareHidden;
  const needsImage = !hide.includes("strip") || needsShape || (tab === "worksheet" && !hide.includes("charts"));
  return {
    latentGrid: layers.latentGrid && !squareHidden ? grid : null,
    encodings: layers.testImages && !squareHidden ? { count: ENCODED_IMAGES, show: imagesShow } : null,
    oneImage: needsImage ? { source: selected, draw, axes: needsShape ? axes : null } : null,
    exactPosterior: layers.exact && !squareHidden && whyNoQuadrature(experiment) === null ? { source: selected } : null,
    truthPoint: bounds && tab === "curves" && !hide.includes("charts") ? TRUTH : null,
  };
}
