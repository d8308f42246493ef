import { grads, mul, sum, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { finiteDifferences, largest, largestError, product, scattered } from "./numbers";
import type { OperationCase } from "./operationCases";

/** Largest error of the operation's value on the engine in use, as a share of the largest value. */
export function valueError({ inputs, operation, reference }: OperationCase): number {
  const exact = reference(inputs.map(({ values }) => values));
  const found = tidy(() => operation(inputs.map(({ values, shape }) => tensor(values, shape))).dataSync());
  return largestError(found, exact) / largest(exact);
}

/** For each differentiable input: largest error of the gradient of a weighted sum of the outputs, as a share of the largest gradient. */
export function gradientErrors({ inputs, operation, reference, differentiable }: OperationCase): number[] {
  const arrays = inputs.map(({ values }) => values);
  const weights = scattered(reference(arrays).length, 99);
  const found = tidy(() => {
    const tensors = inputs.map(({ values, shape }) => tensor(values, shape));
    const constant = tensors.slice(differentiable);
    const loss = (...moving: Tensor[]): Tensor => {
      const out = operation([...moving, ...constant]);
      return sum(mul(out, tensor(weights, out.shape)));
    };
    return grads(loss)(tensors.slice(0, differentiable)).map((gradient) => gradient.dataSync());
  });
  return found.map((gradient, which) => {
    const loss = (moved: number[]): number =>
      reference(arrays.map((values, i) => (i === which ? moved : values))).reduce((total, value, i) => total + weights[i] * value, 0);
    const exact = finiteDifferences(loss, arrays[which]);
    if (gradient.length !== product(inputs[which].shape)) throw new Error("the gradient has another size than its input");
    return largestError(gradient, exact) / largest(exact);
  });
}
