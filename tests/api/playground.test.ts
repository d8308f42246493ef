import { expect, it } from "vitest";
import { createPlayground, type Playground } from "../../src/api/playground";
import type { Actions } from "../../src/store/actions";
import type { AppStore } from "../../src/store/store";
import type { SessionCalls } from "../../src/worker/protocol";

/** A playground over calls that answer with their own name and arguments. */
function playgroundOf(): Playground {
  const call = new Proxy(
    {},
    {
      get:
        (_, name) =>
        async (...given: unknown[]) => [name, ...given],
    },
  ) as SessionCalls;
  return createPlayground({ version: "0.0.0", ready: Promise.resolve(), store: {} as AppStore, call, actions: {} as Actions });
}

const late = Promise.resolve(new Float32Array(784)) as never;

it.each<[string, (playground: Playground) => Promise<unknown>, string]>([
  ["worksheet", ({ worksheet }) => worksheet(late), "pixels was a Promise; await playground.binarize(…) or playground.images(…) first"],
  ["worksheet's options", ({ worksheet }) => worksheet(new Float32Array(784), late), "options was a Promise; await it first"],
  ["encode", ({ encode }) => encode(late), "pixels was a Promise; await playground.binarize(…) or playground.images(…) first"],
  ["binarize", ({ binarize }) => binarize(late), "pixels was a Promise; await playground.binarize(…) or playground.images(…) first"],
  ["decode", ({ decode }) => decode(late), "z was a Promise; await playground.encode(…) first"],
  ["importWeights", ({ importWeights }) => importWeights(late), "bytes was a Promise; await playground.exportWeights() first"],
  ["images", ({ images }) => images("test", late), "indices was a Promise; await it first"],
  ["evaluate", ({ evaluate }) => evaluate(late), "options was a Promise; await it first"],
  ["configure", ({ configure }) => configure(late), "patch was a Promise; await it first"],
  ["train", ({ train }) => train(late), "budget was a Promise; await it first"],
])("%s names the argument that was not awaited, in a rejection", async (_name, use, message) => {
  await expect(use(playgroundOf())).rejects.toThrow(new Error(message));
});

it("passes on what has been awaited as it is", async () => {
  const pixels = new Float32Array(784);
  expect(await playgroundOf().worksheet(pixels, { samples: 2 })).toEqual(["worksheet", pixels, { samples: 2 }]);
  expect(await playgroundOf().encode(pixels)).toEqual(["encode", pixels]);
});
