import { isSameImage } from "../store/sameImage";
import type { ExactPosterior } from "../worker/protocol";
import { useAppState } from "./app";

/** The exact posterior of the image that is selected now; null while it is not known. */
export function useExactPosterior(): ExactPosterior | null {
  const exact = useAppState((state) => state.exactPosterior?.value ?? null);
  const selected = useAppState((state) => state.view.selected);
  return exact !== null && isSameImage(exact.settings.source, selected) ? exact : null;
}
