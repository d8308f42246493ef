import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../src/experiment/experiment";
import type { Model, Product } from "./protocol";

/** What is computed: the two models of the main table, the products and the models that grow. */

/** The grey model of pytorch/examples. */
const GREY: Model = { widths: [400], latent: 20, batch: 128, binarized: false };

/** What the page opens with. */
export const DEFAULT_MODEL: Model = {
  widths: DEFAULT_EXPERIMENT.network.encoder,
  latent: DEFAULT_EXPERIMENT.latent.dim,
  batch: DEFAULT_EXPERIMENT.batchSize,
  binarized: DEFAULT_EXPERIMENT.data.binarization === "dynamic",
};

export const STEP_MODELS: readonly Model[] = [GREY, DEFAULT_MODEL];

/** Complete batches in the 60 000 images. */
export const EPOCH_STEPS = Math.floor(60_000 / DEFAULT_MODEL.batch);

/** The grey model with one size changed at a time. */
export const GROWTH: readonly { size: string; model: Model }[] = [
  ...[32, 64, 128, 256, 512, 1024].map((batch) => ({ size: `batch ${batch}`, model: { ...GREY, batch } })),
  ...[64, 128, 256, 400, 512, 1024].map((width) => ({ size: `width ${width}`, model: { ...GREY, widths: [width] } })),
  ...[2, 5, 10, 20, 50].map((latent) => ({ size: `latent ${latent}`, model: { ...GREY, latent } })),
];

const [plain, first, second] = [
  { transposeA: false, transposeB: false },
  { transposeA: true, transposeB: false },
  { transposeA: false, transposeB: true },
];

/** The largest products of the grey model's step, and two squares. */
export const PRODUCTS: readonly { name: string; product: Product }[] = [
  { name: "[128×784]·[784×400]", product: { m: 128, n: 400, k: 784, ...plain } },
  { name: "[128×784]ᵀ·[128×400]", product: { m: 784, n: 400, k: 128, ...first } },
  { name: "[128×400]·[784×400]ᵀ", product: { m: 128, n: 784, k: 400, ...second } },
  { name: "[512×512]·[512×512]", product: { m: 512, n: 512, k: 512, ...plain } },
  { name: "[1024×1024]·[1024×1024]", product: { m: 1024, n: 1024, k: 1024, ...plain } },
];

export const LARGEST_PRODUCT: Product = PRODUCTS[PRODUCTS.length - 1].product;

export function nameOf({ widths, latent, batch, binarized }: Model): string {
  const sizes = [784, ...widths, latent, ...[...widths].reverse(), 784];
  return `${sizes.join("-")}, batch ${batch}, ${binarized ? "fresh bits" : "grey levels"}`;
}

/** The page's experiment of a model; it never stops by itself. */
export function experimentOf({ widths, latent, batch, binarized }: Model): DeepPartial<Experiment> {
  return {
    data: { binarization: binarized ? "dynamic" : "none" },
    network: { encoder: widths, decoder: [...widths].reverse(), initializer: binarized ? "glorot" : "fanIn" },
    latent: { dim: latent },
    batchSize: batch,
    stopAfterEpochs: null,
  };
}
