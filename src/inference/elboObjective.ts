import { add, mean, mul, type Scalar, scalar, sub, type Tensor2D } from "@tensorflow/tfjs-core";
import { stopGradient } from "../engine/operations/stopGradient";
import type { ElboSpec } from "../experiment/experiment";
import type { Guide } from "../vae/guide";
import type { Model } from "../vae/model";
import type { Draws, Posterior } from "../vae/posterior";
import { regularizer } from "./freeBits";
import { logPrior, logProbAt, monteCarloKl, ownLogProb, total } from "./klColumns";
import { meanOverDraws } from "./logWeights";
import type { KlColumns, ObjectiveInput, ObjectiveValue } from "./objectiveValue";
import { scoreBaseline } from "./scoreBaseline";

/** The loss −reconstruction + β·R over K draws, with each of its gradient estimators. */
export function elboObjective(model: Model, guide: Guide, spec: ElboSpec, input: ObjectiveInput): ObjectiveValue {
  const q = guide.posterior(input.x);
  switch (spec.estimator) {
    case "pathwise":
    case "stl":
      return throughTheDraws(model, q, spec, input);
    case "score":
    case "scoreLeaveOneOut":
    case "scoreMovingAverage":
      return byTheScore(model, q, spec, input);
    default:
      throw new Error(`unknown estimator ${spec.estimator satisfies never}`);
  }
}

/** The KL in closed form. @throws Error for a family or prior without one. */
function closedKl(q: Posterior): { kl: Tensor2D; klColumns: KlColumns } {
  if (q.klToStandardNormal === undefined) throw new Error("this posterior has no KL in closed form; take the Monte Carlo KL");
  return { kl: q.klToStandardNormal(), klColumns: "dimensions" };
}

/**
 * Gradients flow through z into q (Kingma & Welling 2014). `stl` holds q's parameters constant inside log q, which leaves out a term whose
 * expectation is 0 (Roeder et al. 2017).
 */
function throughTheDraws(model: Model, q: Posterior, spec: ElboSpec, { x, noise, beta }: ObjectiveInput): ObjectiveValue {
  const samples = noise.shape[0];
  const draws = q.sample(noise);
  const reconstruction = meanOverDraws(model.logLikelihood(x, draws.z), draws, samples);
  const sampledKl = () => {
    const posterior = spec.estimator === "stl" ? logProbAt(q, draws.z, { stopParameters: true }) : ownLogProb(draws);
    return monteCarloKl({ posterior, prior: logPrior(model, draws.z) }, draws, samples);
  };
  const columns = spec.kl === "analytic" ? closedKl(q) : sampledKl();
  const loss = sub(mul(regularizer(columns.kl, spec.freeBits, draws.z.shape[2]), beta), mean(reconstruction)) as Scalar;
  return { surrogate: loss, loss, reconstruction, ...columns };
}

/**
 * z is constant; q learns from the signal f = log p(x|z) + β(log p(z) − log q(z|x)), or log p(x|z) where the KL is differentiated in closed
 * form: the gradient of the ELBO is E_q[(f − b) ∇ log q] (Mnih & Gregor 2014). The model has its ordinary gradient.
 */
function byTheScore(model: Model, q: Posterior, spec: ElboSpec, input: ObjectiveInput): ObjectiveValue {
  const { x, noise, beta } = input;
  const samples = noise.shape[0];
  const draws = constantDraws(q.sample(noise));
  const logLikelihood = model.logLikelihood(x, draws.z);
  const posterior = logProbAt(q, draws.z, { stopParameters: false });
  const prior = logPrior(model, draws.z);
  const isClosed = spec.kl === "analytic";
  const columns = isClosed ? closedKl(q) : monteCarloKl({ posterior, prior }, draws, samples);
  const logQ = total(posterior);
  const logP = total(prior);
  const signal = stopGradient(isClosed ? logLikelihood : add(logLikelihood, mul(sub(logP, logQ), beta))) as Tensor2D;
  const advantage = sub(signal, scoreBaseline(spec.estimator, signal, draws, input));
  const learning = mean(meanOverDraws(mul(advantage, logQ) as Tensor2D, draws, samples));
  const reconstruction = meanOverDraws(logLikelihood, draws, samples);
  const weightedKl = mul(regularizer(columns.kl, spec.freeBits, draws.z.shape[2]), beta) as Scalar;
  const generative = isClosed ? mean(reconstruction) : mean(meanOverDraws(add(logLikelihood, mul(logP, beta)) as Tensor2D, draws, samples));
  const surrogate = sub(isClosed ? weightedKl : scalar(0), add(learning, generative)) as Scalar;
  const loss = sub(weightedKl, mean(reconstruction)) as Scalar;
  return { surrogate, loss, reconstruction, ...columns, signal: mean(meanOverDraws(signal, draws, samples)) };
}

/** The same draws without a path back into q. */
function constantDraws({ z, logShare, ...rest }: Draws): Draws {
  return { ...rest, z: stopGradient(z), logShare: logShare && stopGradient(logShare) };
}
