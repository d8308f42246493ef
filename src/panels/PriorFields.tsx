import { RANGES } from "../experiment/ranges";
import { useActions, useAppState } from "./app";
import { ChoiceField } from "./controls/ChoiceField";
import { NumberField } from "./controls/NumberField";
import { Parameters } from "./controls/Parameters";

/** p(z), and what stands above it. */
export function PriorFields() {
  const prior = useAppState((state) => state.experiment.latent.prior);
  const { configure } = useActions();
  return (
    <>
      <ChoiceField
        label="Prior"
        explain="prior"
        group="prior"
        value={prior.kind}
        restarts="unmarked"
        commit={(kind) => configure({ latent: { prior: { kind } } })}
      />
      {prior.kind === "hierarchical" && (
        <Parameters>
          <NumberField
            label="Upper dimensions"
            explain="upperDimensions"
            value={prior.upper}
            range={RANGES["latent.prior.upper"]}
            restarts="unmarked"
            commit={async (upper) => {
              if (upper !== null) await configure({ latent: { prior: { kind: "hierarchical", upper } } });
            }}
          />
        </Parameters>
      )}
    </>
  );
}
