import { expect, test } from "vitest";
import { decode, experimentOf, largestDifference, shapesOf, train, weightsOf } from "./model";
import { testPages } from "./page";
import { choose, enter, enterText, railPage, untilExperiment } from "./rail";

const pages = testPages();
const page = railPage(pages);

const values = async (prefix: string): Promise<number[][]> =>
  Object.entries(await shapesOf(page()))
    .filter(([name]) => name.startsWith(prefix) && name.endsWith("weight"))
    .map(([, shape]) => shape);

test("Latent dimensions: codes are as long", async () => {
  await enter(page(), "Latent dimensions", "7");
  await untilExperiment(page(), ({ latent }) => latent.dim, 7);
  const code = await page().evaluate(() => window.playground.encode(new Float32Array(784)));
  expect([code.mean.length, code.logVariance.length]).toEqual([7, 7]);
});

test("Latent dimensions: arrow keys move them by ones", async () => {
  const field = page().getByRole("spinbutton", { name: "Latent dimensions" });
  await field.press("ArrowUp");
  await field.press("ArrowUp");
  await untilExperiment(page(), ({ latent }) => latent.dim, 4);
  expect((await shapesOf(page()))["encoder.mean.weight"]).toEqual([4, 24]);
});

test("Encoder and Decoder: the networks have these widths, and none for 0", async () => {
  await enterText(page(), "Encoder", "32-16");
  await untilExperiment(page(), ({ network }) => network.encoder, [32, 16]);
  expect(await values("encoder")).toEqual([
    [32, 784],
    [16, 32],
    [2, 16],
    [2, 16],
  ]);
  await enterText(page(), "Decoder", "8, 40");
  await untilExperiment(page(), ({ network }) => network.decoder, [8, 40]);
  expect(await values("decoder")).toEqual([
    [8, 2],
    [40, 8],
    [784, 40],
  ]);
  await enterText(page(), "Encoder", "0");
  await untilExperiment(page(), ({ network }) => network.encoder, []);
  expect(await values("encoder")).toEqual([
    [2, 784],
    [2, 784],
  ]);
});

test("Encoder: arrow keys double and halve the width at the caret", async () => {
  const field = page().getByRole("textbox", { name: "Encoder", exact: true });
  await field.focus();
  await field.press("ArrowUp");
  await untilExperiment(page(), ({ network }) => network.encoder, [48]);
  expect((await shapesOf(page()))["encoder.0.weight"]).toEqual([48, 784]);
});

test("Activation: the same weights decode to something else, differently for each", async () => {
  const decoded = [await decode(page(), [1, -1])];
  const [weights] = [await weightsOf(page())];
  for (const activation of ["tanh", "ELU", "softplus", "GELU"]) {
    await choose(page(), "Activation", activation);
    await untilExperiment(page(), ({ network }) => network.activation, activation.toLowerCase() as "tanh");
    expect(largestDifference(weights, await weightsOf(page()))).toBe(0);
    decoded.push(await decode(page(), [1, -1]));
  }
  expect(new Set(decoded.map(String)).size).toBe(5);
});

test("Initial weights: Glorot begins with biases of 0, fan-in draws them", async () => {
  const code = () => page().evaluate(() => window.playground.encode(new Float32Array(784)));
  // An empty image meets biases only.
  expect(Array.from((await code()).mean)).toEqual([0, 0]);
  await choose(page(), "Initial weights", "fan-in (PyTorch)");
  await untilExperiment(page(), ({ network }) => network.initializer, "fanIn");
  expect((await code()).mean.every((value) => value !== 0)).toBe(true);
});

test("a width that cannot be is refused with its reason, and the model stays as it was", async () => {
  await train(page(), 2);
  const [before, weights] = [await experimentOf(page()), await weightsOf(page())];
  await enterText(page(), "Decoder", "12-5000");
  await page().getByText("Decoder was “12-5000”; it must be up to 5 widths").waitFor();
  await enterText(page(), "Encoder", "many");
  await page().getByText("Encoder was “many”").waitFor();
  expect(await experimentOf(page())).toEqual(before);
  expect(largestDifference(weights, await weightsOf(page()))).toBe(0);
  await page().getByRole("textbox", { name: "Encoder", exact: true }).press("Escape");
  await page().getByRole("textbox", { name: "Decoder", exact: true }).focus();
});
