import { formatNats } from "../charts/numberFormat";
import type { OneImage } from "../worker/protocol";
import { WorksheetTable } from "./WorksheetTable";

/** The three log-densities at this one z, and the bound that they make: it changes with every ε. */
export function WorksheetSample({ image }: { image: OneImage | null }) {
  // With a hierarchical prior both densities are of z and u together.
  const isHierarchical = image !== null && image.mean.length > image.dim;
  const show = (read: (image: OneImage) => number): string => (image === null ? "–" : formatNats(read(image), 2));
  return (
    <WorksheetTable
      caption="One sample: this ε, in nats"
      rows={[
        { sign: "", name: "log p(x|z)", term: "logLikelihood", color: "reconstruction", value: show((i) => i.logLikelihood) },
        { sign: "+", name: isHierarchical ? "log p(z|u) p(u)" : "log p(z)", term: "logPrior", color: "kl", value: show((i) => i.logPrior) },
        {
          sign: "−",
          name: isHierarchical ? "log q(z|x) q(u|z)" : "log q(z|x)",
          term: "logPosterior",
          color: "kl",
          value: show((i) => i.logPosterior),
        },
        { sign: "=", name: "single-sample bound", term: "singleSampleBound", color: "elbo", value: show((i) => i.logWeight) },
      ]}
    />
  );
}
