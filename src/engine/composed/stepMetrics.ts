import { add, concat, fill, mean, reshape, sum, type Tensor } from "@tensorflow/tfjs-core";
import { STEP_METRICS, type StepMetricsAttributes } from "../operations/stepMetrics";
import { composedKernel } from "./composedKernel";

const one = (value: Tensor): Tensor => reshape(value, [1]);

export const stepMetricsKernel = composedKernel<"reconstruction" | "kl" | "loss" | "iwae" | "earlier", StepMetricsAttributes>(
  STEP_METRICS,
  ({ reconstruction, kl, loss, iwae, earlier }, { carry }) => {
    const columns = mean(kl, 0);
    const bound = iwae === undefined ? [] : [one(mean(iwae))];
    const values = concat([fill([1], 1), one(mean(reconstruction)), one(sum(columns)), one(loss), ...bound, columns], 0);
    return carry === 1 ? add(earlier, values) : values;
  },
);
