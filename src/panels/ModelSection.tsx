import type { Activation, Initializer } from "../experiment/experiment";
import { RANGES } from "../experiment/ranges";
import { useActions, useAppState } from "./app";
import { NumberField } from "./controls/NumberField";
import { SelectField } from "./controls/SelectField";
import { countScale } from "./controls/sliders";
import { WidthsField } from "./controls/WidthsField";
import { Explain } from "./Explain";
import { NetworkDrawing } from "./NetworkDrawing";
import { Fact, MoreSettings, Section } from "./Section";

const ACTIVATION_TITLES: Record<Activation, string> = { relu: "ReLU", tanh: "tanh", elu: "ELU", softplus: "softplus", gelu: "GELU" };
const INITIALIZER_TITLES: Record<Initializer, string> = { glorot: "Glorot", fanIn: "fan-in (PyTorch)" };
const DIMENSIONS = countScale(RANGES["latent.dim"].max);
const PIXELS = 28 * 28;

/** The two networks and the code between them. */
export function ModelSection() {
  const network = useAppState((state) => state.experiment.network);
  const latentDimensions = useAppState((state) => state.experiment.latent.dim);
  const { configure } = useActions();
  return (
    <Section title="Model" note="restarts the run">
      <NetworkDrawing pixels={PIXELS} encoder={network.encoder} latentDimensions={latentDimensions} decoder={network.decoder} />
      <NumberField
        label="Latent dimensions"
        explain="latentDimensions"
        value={latentDimensions}
        range={RANGES["latent.dim"]}
        scale={DIMENSIONS}
        slider
        restarts="unmarked"
        commit={async (dim) => {
          if (dim !== null) await configure({ latent: { dim } });
        }}
      />
      <WidthsField
        label="Encoder"
        explain="widths"
        restarts="unmarked"
        value={network.encoder}
        commit={(encoder) => configure({ network: { encoder } })}
      />
      <WidthsField label="Decoder" restarts="unmarked" value={network.decoder} commit={(decoder) => configure({ network: { decoder } })} />
      <MoreSettings title="Activation, start, distributions">
        <SelectField
          label="Activation"
          explain="activation"
          value={network.activation}
          options={ACTIVATION_TITLES}
          restarts="unmarked"
          commit={(activation) => configure({ network: { activation } })}
        />
        <SelectField
          label="Initial weights"
          explain="initializer"
          value={network.initializer}
          options={INITIALIZER_TITLES}
          restarts="unmarked"
          commit={(initializer) => configure({ network: { initializer } })}
        />
        <Fact term={<Explain term="prior">Prior</Explain>}>standard normal</Fact>
        <Fact term={<Explain term="meanField">Posterior</Explain>}>mean-field normal</Fact>
        <Fact term={<Explain term="likelihood">Likelihood</Explain>}>Bernoulli</Fact>
      </MoreSettings>
    </Section>
  );
}
