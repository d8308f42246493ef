/** The points of the square that are decoded: the one under the cursor and the pinned one. */
export type PointName = "hover" | "pin";

/**
 * Asks for one point at a time, so that no question overtakes another; while one is out, only the latest of each name waits.
 * @returns ask for a point's image; `show` gets it unless a later one of that name took its place
 */
export function pointQueue(
  decode: (z: number[]) => Promise<Float32Array | null>,
  show: (name: PointName, pixels: Float32Array) => void,
): (name: PointName, z: number[]) => void {
  const waiting = new Map<PointName, number[]>();
  let busy = false;
  const pump = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      for (let [next] = waiting; next !== undefined; [next] = waiting) {
        waiting.delete(next[0]);
        const pixels = await decode(next[1]);
        if (pixels !== null) show(next[0], pixels);
      }
    } finally {
      busy = false;
    }
  };
  return (name, z) => {
    waiting.set(name, z);
    void pump();
  };
}
