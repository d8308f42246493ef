/** Keeps the processor from asking for more than the graphics card gets done. */
export interface Pace {
  /** Steps to ask for at once. */
  readonly steps: number;
  /** After so many steps were asked for: waits until all such slices before them are computed. */
  sliceMade(steps: number): Promise<void>;
}

/** Of the context, what tells when work is done. */
type Fences = Pick<
  WebGL2RenderingContext,
  "fenceSync" | "flush" | "getSyncParameter" | "deleteSync" | "isContextLost" | "SYNC_GPU_COMMANDS_COMPLETE" | "SYNC_STATUS" | "SIGNALED"
>;

/** The card is kept from the page for about so long at a time, in milliseconds: shorter than a frame. */
const SLICE = 12;
const MOST_STEPS = 64;
/** Slices under way at once: the card has one to go on with while the next is asked for. */
const MOST_UNDER_WAY = 1;

/** `now` in milliseconds; `rest` lets a little time pass, in which the browser can learn what is done. */
export function createGpuPace(gl: Fences, now: () => number, rest: () => Promise<void>): Pace {
  let underWay: { fence: WebGLSync; steps: number; asked: number }[] = [];
  let lastDone = 0;
  /** Milliseconds; 0 until one has been timed. */
  let stepTime = 0;

  const isDone = (fence: WebGLSync) => gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED || gl.isContextLost();

  const oldestDone = async () => {
    const [{ fence, steps, asked }, ...others] = underWay;
    while (!isDone(fence)) await rest();
    gl.deleteSync(fence);
    underWay = others;
    const time = (now() - Math.max(asked, lastDone)) / steps;
    stepTime = stepTime === 0 ? time : 0.7 * stepTime + 0.3 * time;
    lastDone = now();
  };

  return {
    get steps() {
      return stepTime === 0 ? 1 : Math.min(MOST_STEPS, Math.max(1, Math.round(SLICE / stepTime)));
    },
    async sliceMade(steps) {
      const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
      if (fence === null) return;
      underWay.push({ fence, steps, asked: now() });
      while (underWay.length > MOST_UNDER_WAY) await oldestDone();
    },
  };
}
