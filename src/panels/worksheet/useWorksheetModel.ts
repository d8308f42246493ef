import { useMemo } from "react";
import { familyFacts } from "../../experiment/posteriors";
import { type WorksheetModel, worksheetModel } from "../../store/worksheet";
import { useAppState } from "../app";

/** What of the model in hand decides the rows and what may be done to them. */
export interface ShownModel extends WorksheetModel {
  /** log q(z|x) can be had at any z, so that z may be set by hand. */
  scoresAnywhere: boolean;
  /** z alone, without variables above it. */
  isFlat: boolean;
}

export function useWorksheetModel(): ShownModel {
  const seed = useAppState((state) => state.experiment.seed);
  const latent = useAppState((state) => state.experiment.latent);
  return useMemo(
    () => ({
      ...worksheetModel({ seed, latent }),
      scoresAnywhere: familyFacts(latent.posterior).density === "anywhere",
      isFlat: latent.prior.kind === "standardNormal",
    }),
    [seed, latent],
  );
}
