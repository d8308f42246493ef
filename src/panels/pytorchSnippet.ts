import type { Experiment } from "../experiment/experiment";

const PIXELS = 28 * 28;

/** The entries of an `nn.ModuleDict` for a stack of hidden layers and its heads, named as in the weights file. */
function moduleDict(inputs: number, hidden: readonly number[], heads: readonly [name: string, outputs: number][]): string {
  const widths = [inputs, ...hidden];
  const stack = hidden.map((width, layer) => `"${layer}": nn.Linear(${widths[layer]}, ${width})`);
  const last = widths[widths.length - 1];
  return `nn.ModuleDict({${[...stack, ...heads.map(([name, outputs]) => `"${name}": nn.Linear(${last}, ${outputs})`)].join(", ")}})`;
}

/** Four lines of Python that load a weights file of this experiment into PyTorch; every name and shape is checked by `load_state_dict`. */
export function pytorchSnippet({ network, latent: { dim } }: Experiment, fileName: string): string {
  const heads: [string, number][] = [
    ["mean", dim],
    ["logvar", dim],
  ];
  return [
    "from torch import nn; from safetensors.torch import load_file",
    `encoder = ${moduleDict(PIXELS, network.encoder, heads)}`,
    `decoder = ${moduleDict(dim, network.decoder, [["out", PIXELS]])}`,
    `nn.ModuleDict({"encoder": encoder, "decoder": decoder}).load_state_dict(load_file("${fileName}"))`,
  ].join("\n");
}
