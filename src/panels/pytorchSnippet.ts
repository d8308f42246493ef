import type { Experiment } from "../experiment/experiment";

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const KERNEL = 3;

export interface PytorchCode {
  /** What the lines do. */
  caption: string;
  code: string;
}

/** An entry of an `nn.ModuleDict`: its key and its module. */
type Entry = [name: string, module: string];

const linear = (inputs: number, outputs: number): string => `nn.Linear(${inputs}, ${outputs})`;
const convolution = (kind: "Conv2d" | "ConvTranspose2d", inputs: number, outputs: number): string =>
  `nn.${kind}(${inputs}, ${outputs}, ${KERNEL})`;

/** The numbers of pixels of the smallest maps, after so many halvings of height and width, rounded up. */
const pixelsAfter = (halvings: number): number => Math.ceil(SIDE / 2 ** halvings) ** 2;

function encoderEntries({ network: { kind, encoder }, latent: { dim } }: Experiment): Entry[] {
  const isConvolutional = kind === "conv";
  const widths = [isConvolutional ? 1 : PIXELS, ...encoder];
  const layer = (width: number, i: number) => (isConvolutional ? convolution("Conv2d", widths[i], width) : linear(widths[i], width));
  const features = widths[widths.length - 1] * (isConvolutional ? pixelsAfter(encoder.length) : 1);
  return [
    ...encoder.map((width, i): Entry => [String(i), layer(width, i)]),
    ["mean", linear(features, dim)],
    ["logvar", linear(features, dim)],
  ];
}

function decoderEntries({ network: { kind, decoder }, latent: { dim } }: Experiment): Entry[] {
  const widths = [dim, ...decoder];
  const last = widths[widths.length - 1];
  if (kind === "mlp") return [...decoder.map((width, i): Entry => [String(i), linear(widths[i], width)]), ["out", linear(last, PIXELS)]];
  const up = decoder.slice(1).map((width, i): Entry => [String(i + 1), convolution("ConvTranspose2d", decoder[i], width)]);
  return [["0", linear(dim, pixelsAfter(decoder.length) * decoder[0])], ...up, ["out", convolution("ConvTranspose2d", last, 1)]];
}

function moduleDict(entries: readonly Entry[]): string {
  return `nn.ModuleDict({${entries.map(([name, module]) => `"${name}": ${module}`).join(", ")}})`;
}

/** True where every parameter is the encoder's or the decoder's. */
function isPlain({ latent, likelihood }: Experiment): boolean {
  const learnsSigma = likelihood.kind === "gaussian" && likelihood.sigma === "learned";
  return latent.posterior.kind === "meanField" && latent.prior.kind === "standardNormal" && !learnsSigma;
}

/**
 * A few lines of Python for a weights file of this experiment. Where the model is an encoder and a decoder they load it into PyTorch, and
 * every name and shape is checked by `load_state_dict`; where the posterior, the prior or the likelihood has parameters of its own, they
 * list what the file holds.
 */
export function pytorchSnippet(experiment: Experiment, fileName: string): PytorchCode {
  if (!isPlain(experiment)) {
    return {
      caption: "Beside an encoder and a decoder this model has parameters of its own; these lines of Python list them all:",
      code: [
        "from safetensors.torch import load_file",
        `for name, tensor in load_file("${fileName}").items():`,
        "    print(name, tuple(tensor.shape))",
      ].join("\n"),
    };
  }
  return {
    caption: "Load them in PyTorch:",
    code: [
      "from torch import nn; from safetensors.torch import load_file",
      `encoder = ${moduleDict(encoderEntries(experiment))}`,
      `decoder = ${moduleDict(decoderEntries(experiment))}`,
      `nn.ModuleDict({"encoder": encoder, "decoder": decoder}).load_state_dict(load_file("${fileName}"))`,
    ].join("\n"),
  };
}
