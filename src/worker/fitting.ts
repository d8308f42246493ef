import { defaultOf, withField } from "../experiment/defaults";
import { DEFAULT_EXPERIMENT, type Experiment } from "../experiment/experiment";
import { mergeExperiment } from "../experiment/resolve";
import { fitToData } from "../training/minibatches";
import { modelFault } from "../vae/modelSize";
import { costFault, heavyNotice } from "../vae/stepCost";
import { notify, type SessionCore } from "./sessionCore";

/** What the labels say of an experiment's filters, once they are here. */
export function fitToLabels(core: SessionCore, experiment: Experiment): Experiment {
  if (core.labels === null) return experiment;
  const fitted = fitToData(experiment, core.labels.train);
  for (const notice of fitted.notices) notify(core, "warning", notice);
  return fitted.experiment;
}

/** The same of a link, which opens whatever it says: a filter that keeps nothing takes all digits. */
export function fitLinkToLabels(core: SessionCore, experiment: Experiment): Experiment {
  try {
    return fitToLabels(core, experiment);
  } catch (error) {
    notify(core, "warning", `${error instanceof Error ? error.message : error}. All digits are used`);
    return fitToLabels(core, { ...experiment, data: { ...experiment.data, digits: DEFAULT_EXPERIMENT.data.digits } });
  }
}

/** A link opens whatever it says: of a model that is too large, all but the network and the family of q; of a step, all but B and K. */
export function fitToSize(core: SessionCore, experiment: Experiment): Experiment {
  return fitStep(core, fitModel(core, experiment));
}

function fitModel(core: SessionCore, experiment: Experiment): Experiment {
  const fault = modelFault(experiment);
  if (fault === null) return experiment;
  notify(core, "warning", `${fault}. The default network and posterior are used`);
  const { network, latent } = DEFAULT_EXPERIMENT;
  return mergeExperiment(experiment, { network, latent: { posterior: latent.posterior } });
}

function fitStep(core: SessionCore, experiment: Experiment): Experiment {
  const fault = costFault(experiment);
  if (fault === null) return experiment;
  notify(core, "warning", `${fault}. The default batch size and number of samples are used`);
  const smaller = { ...experiment, batchSize: DEFAULT_EXPERIMENT.batchSize };
  return withField(smaller, "objective.samples", defaultOf(smaller, "objective.samples"));
}

/** Says of an experiment that is heavy what its steps take, before any is made. */
export function sayCost(core: SessionCore, experiment: Experiment): void {
  const notice = heavyNotice(experiment, core.rate);
  if (notice !== null) notify(core, "info", notice);
}
