import { expect, test } from "vitest";
import { createGpuPace } from "../../src/engine/webgl/gpuPace";

/** A card that takes so long for each step, one after another, by a clock that `rest` moves on. */
function card(stepTime: number) {
  let clock = 0;
  let busyUntil = 0;
  const ends = new Map<object, number>();
  let steps = 0;
  const gl = {
    SYNC_GPU_COMMANDS_COMPLETE: 1,
    SYNC_STATUS: 2,
    SIGNALED: 3,
    isContextLost: () => false,
    flush: () => undefined,
    fenceSync() {
      busyUntil = Math.max(busyUntil, clock) + steps * stepTime;
      const fence = {};
      ends.set(fence, busyUntil);
      return fence as WebGLSync;
    },
    getSyncParameter: (fence: WebGLSync) => ((ends.get(fence) ?? 0) <= clock ? 3 : 0),
    deleteSync: (fence: WebGLSync | null) => void ends.delete(fence as object),
  };
  const rest = async () => {
    clock += 1;
  };
  const pace = createGpuPace(gl as never, () => clock, rest);
  return {
    pace,
    async slice() {
      steps = pace.steps;
      await pace.sliceMade(steps);
      return { steps, ahead: busyUntil - clock, fences: ends.size };
    },
  };
}

test.each([
  { stepTime: 50, steps: 1 },
  { stepTime: 4, steps: 3 },
  { stepTime: 0.05, steps: 64 },
])("a card that takes $stepTime ms a step is asked for $steps at once, and is never asked far ahead", async ({ stepTime, steps }) => {
  const { slice } = card(stepTime);
  for (let i = 0; i < 60; i++) {
    const made = await slice();
    expect(made.ahead).toBeLessThanOrEqual(Math.max(2 * stepTime, 20));
    expect(made.fences).toBeLessThanOrEqual(1);
  }
  expect((await slice()).steps).toBe(steps);
});
