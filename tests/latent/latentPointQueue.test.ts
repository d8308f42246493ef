import { expect, it } from "vitest";
import { pointQueue } from "../../src/panels/latentPointQueue";

it("asks for one point at a time, skips those overtaken while waiting, and shows the last of each name", async () => {
  const asked: number[] = [];
  const shown: string[] = [];
  const answers: (() => void)[] = [];
  const decode = ([z]: number[]): Promise<Float32Array> => {
    asked.push(z);
    return new Promise((resolve) => answers.push(() => resolve(Float32Array.of(z))));
  };
  const ask = pointQueue(decode, (name, pixels) => shown.push(`${name} ${pixels[0]}`));
  for (const z of [1, 2, 3]) ask("hover", [z]);
  ask("pin", [9]);
  expect(asked).toEqual([1]);
  for (let i = 0; i < 3; i++) {
    answers[i]();
    await new Promise((resolve) => setTimeout(resolve));
  }
  expect(asked).toEqual([1, 3, 9]);
  expect(shown).toEqual(["hover 1", "hover 3", "pin 9"]);
});

it("shows nothing where there was no answer, and goes on", async () => {
  const shown: number[] = [];
  const ask = pointQueue(
    async ([z]) => (z === 1 ? null : Float32Array.of(z)),
    (_, pixels) => shown.push(pixels[0]),
  );
  ask("hover", [1]);
  await new Promise((resolve) => setTimeout(resolve));
  ask("hover", [2]);
  await new Promise((resolve) => setTimeout(resolve));
  expect(shown).toEqual([2]);
});
