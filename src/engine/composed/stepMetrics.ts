import { concat, fill, mean, reshape, sum, type Tensor } from "@tensorflow/tfjs-core";
import { STEP_METRICS } from "../operations/stepMetrics";
import { composedKernel } from "./composedKernel";

const one = (value: Tensor): Tensor => reshape(value, [1]);

export const stepMetricsKernel = composedKernel<"reconstruction" | "kl" | "loss" | "iwae">(
  STEP_METRICS,
  ({ reconstruction, kl, loss, iwae }) => {
    const columns = mean(kl, 0);
    const bound = iwae === undefined ? [] : [one(mean(iwae))];
    return concat([fill([1], 1), one(mean(reconstruction)), one(sum(columns)), one(loss), ...bound, columns], 0);
  },
);
