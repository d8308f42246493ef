import { familyFacts, familyParameter, type PosteriorSpec } from "../experiment/posteriors";
import { useActions, useAppState } from "./app";
import { ChoiceField } from "./controls/ChoiceField";
import { NumberField } from "./controls/NumberField";
import { Parameters } from "./controls/Parameters";
import { parameterTitle } from "./posteriorFamilies";

/** The family of q(z|x), and a number for each of its parameters. */
export function PosteriorFields() {
  const posterior = useAppState((state) => state.experiment.latent.posterior);
  const { configure } = useActions();
  const { parameters } = familyFacts(posterior);
  const change = (spec: PosteriorSpec) => configure({ latent: { posterior: spec } });
  return (
    <>
      <ChoiceField
        label="Posterior"
        explain="posteriorFamily"
        group="posterior"
        value={posterior.kind}
        restarts="unmarked"
        // The family's parameters take their defaults.
        commit={(kind) => change({ kind } as PosteriorSpec)}
      />
      {parameters.length > 0 && (
        <Parameters>
          {parameters.map(({ name, min, max }) => (
            <NumberField
              key={name}
              label={parameterTitle(name)}
              value={familyParameter(posterior, name)}
              range={{ min, max, integer: true }}
              restarts="unmarked"
              commit={async (value) => {
                if (value !== null) await change({ ...posterior, [name]: value });
              }}
            />
          ))}
        </Parameters>
      )}
    </>
  );
}
