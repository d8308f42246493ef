import { CONVOLUTION } from "../experiment/rules";
import { useActions, useAppState } from "./app";
import { ChoiceField } from "./controls/ChoiceField";
import { WidthsField } from "./controls/WidthsField";
import { DENSE_LIMITS, type WidthLimits } from "./controls/widthsText";

const CHANNEL_LIMITS: WidthLimits = {
  minLayers: CONVOLUTION.minLayers,
  maxLayers: CONVOLUTION.maxLayers,
  max: CONVOLUTION.maxChannels,
  noun: "channels",
};

/** What kind the two networks are of, and how wide. */
export function NetworkFields() {
  const { kind, encoder, decoder } = useAppState((state) => state.experiment.network);
  const { configure } = useActions();
  const limits = kind === "conv" ? CHANNEL_LIMITS : DENSE_LIMITS;
  return (
    <>
      <ChoiceField
        label="Network"
        explain="network"
        group="network"
        value={kind}
        restarts="unmarked"
        commit={(value) => configure({ network: { kind: value } })}
      />
      <WidthsField
        label="Encoder"
        explain={kind === "conv" ? "channels" : "widths"}
        restarts="unmarked"
        value={encoder}
        limits={limits}
        commit={(widths) => configure({ network: { encoder: widths } })}
      />
      <WidthsField
        label="Decoder"
        restarts="unmarked"
        value={decoder}
        limits={limits}
        commit={(widths) => configure({ network: { decoder: widths } })}
      />
    </>
  );
}
