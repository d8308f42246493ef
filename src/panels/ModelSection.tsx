import { RANGES } from "../experiment/ranges";
import { useActions, useAppState } from "./app";
import { CHOICE_TITLES } from "./choiceTitles";
import { NumberField } from "./controls/NumberField";
import { SelectField } from "./controls/SelectField";
import { countScale } from "./controls/sliders";
import { LikelihoodFields } from "./LikelihoodFields";
import { NetworkDrawing } from "./NetworkDrawing";
import { NetworkFields } from "./NetworkFields";
import { PosteriorFields } from "./PosteriorFields";
import { PriorFields } from "./PriorFields";
import { MoreSettings, Section } from "./Section";

const DIMENSIONS = countScale(RANGES["latent.dim"].max);

/** The two networks, the code between them, and the distributions that they give the parameters of. */
export function ModelSection() {
  const network = useAppState((state) => state.experiment.network);
  const { dim, prior } = useAppState((state) => state.experiment.latent);
  const likelihood = useAppState((state) => state.experiment.likelihood.kind);
  const { configure } = useActions();
  return (
    <Section title="Model" note="restarts the run">
      <NetworkDrawing network={network} dim={dim} upper={prior.kind === "hierarchical" ? prior.upper : null} />
      <NumberField
        label="Latent dimensions"
        explain="latentDimensions"
        value={dim}
        range={RANGES["latent.dim"]}
        scale={DIMENSIONS}
        slider
        restarts="unmarked"
        commit={async (value) => {
          if (value !== null) await configure({ latent: { dim: value } });
        }}
      />
      <PosteriorFields />
      <NetworkFields />
      <MoreSettings title="Prior, likelihood, activation" show={prior.kind !== "standardNormal" || likelihood !== "bernoulli"}>
        <PriorFields />
        <LikelihoodFields />
        <SelectField
          label="Activation"
          explain="activation"
          value={network.activation}
          options={CHOICE_TITLES.activation}
          restarts="unmarked"
          commit={(activation) => configure({ network: { activation } })}
        />
        <SelectField
          label="Initial weights"
          explain="initializer"
          value={network.initializer}
          options={CHOICE_TITLES.initializer}
          restarts="unmarked"
          commit={(initializer) => configure({ network: { initializer } })}
        />
      </MoreSettings>
    </Section>
  );
}
