import { ADAM_STEP, type AdamAttributes, adamInputs } from "../../operations/adamStep";
import { type FloatTensor, floatKernel } from "../floatKernel";
import { withScratch } from "../machine";

/** Words of the table's entry for one parameter, as assembly/adam.ts has it. */
const ENTRY_WORDS = 8;

/** In the places of the old parameters and moments, where nobody else holds them. */
export const adamStepKernel = floatKernel<Record<string, FloatTensor>, AdamAttributes>(
  ADAM_STEP,
  ({ machine, takeOver }, inputs, { beta1, beta2, epsilon, stepSize, secondCorrection }) => {
    const given = adamInputs(inputs);
    const parameters = given.map(({ parameter }) => takeOver(parameter));
    const first = given.map((one) => takeOver(one.first));
    const second = given.map((one) => takeOver(one.second));
    const words = given.flatMap((one, i) => {
      const places = [one.parameter, one.gradient, one.first, one.second, parameters[i], first[i], second[i]];
      return [...places.map(({ address }) => address), one.parameter.size];
    });
    withScratch(machine, 4 * words.length, (table) => {
      new Uint32Array(machine.bytes().buffer, table, words.length).set(words);
      const entries = words.length / ENTRY_WORDS;
      machine.kernels.adam(table, entries, inputs.gradientScale.address, beta1, beta2, epsilon, stepSize, secondCorrection);
    });
    return [...parameters, ...first, ...second];
  },
);
