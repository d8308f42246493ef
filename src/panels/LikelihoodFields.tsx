import { RANGES } from "../experiment/ranges";
import { useActions, useAppState } from "./app";
import { ChoiceField } from "./controls/ChoiceField";
import { NumberField } from "./controls/NumberField";
import { Parameters } from "./controls/Parameters";
import { logScale } from "./controls/sliders";
import { likelihoodChoice, likelihoodPatch } from "./likelihoodChoice";

const SIGMA_RANGE = RANGES["likelihood.sigma"];
const SIGMAS = logScale(SIGMA_RANGE.min, SIGMA_RANGE.max);

/** p(x|z); a density over grey levels sets the pixels to them. */
export function LikelihoodFields() {
  const likelihood = useAppState((state) => state.experiment.likelihood);
  const { configure } = useActions();
  const inForce = likelihoodChoice(likelihood);
  return (
    <>
      <ChoiceField
        label="Likelihood"
        explain="likelihood"
        group="likelihood"
        value={inForce}
        restarts="unmarked"
        commit={(choice) => configure(likelihoodPatch(choice, inForce))}
      />
      {likelihood.kind === "gaussian" && likelihood.sigma !== "learned" && (
        <Parameters>
          <NumberField
            label="σ"
            explain="sigmaOfLikelihood"
            value={likelihood.sigma}
            range={SIGMA_RANGE}
            scale={SIGMAS}
            slider
            restarts="unmarked"
            commit={async (sigma) => {
              if (sigma !== null) await configure({ likelihood: { kind: "gaussian", sigma } });
            }}
          />
        </Parameters>
      )}
    </>
  );
}
