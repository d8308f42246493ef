import { useEffect, useMemo, useState } from "react";
import { useActions } from "./app";
import { type PointName, pointQueue } from "./latentPointQueue";

export type DecodedPoints = Record<PointName, Float32Array | null>;

/**
 * E[x|z] of the point under the cursor and of the pinned one, each [784], asked again when it moves or the model has moved on.
 * @param step the step of the picture on screen
 */
export function useDecodedPoints(points: Record<PointName, number[] | null>, step: number | null): DecodedPoints {
  const { decodePoint } = useActions();
  const [images, setImages] = useState<DecodedPoints>({ hover: null, pin: null });
  const ask = useMemo(
    () => pointQueue(decodePoint, (name, pixels) => setImages((before) => ({ ...before, [name]: pixels }))),
    [decodePoint],
  );
  const keys = { hover: points.hover?.join(" ") ?? null, pin: points.pin?.join(" ") ?? null };
  useAsk(ask, "hover", keys.hover, step);
  useAsk(ask, "pin", keys.pin, step);
  return images;
}

function useAsk(ask: (name: PointName, z: number[]) => void, name: PointName, key: string | null, step: number | null): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is a reason to ask for the same point again
  useEffect(() => {
    if (key !== null) ask(name, key.split(" ").map(Number));
  }, [ask, name, key, step]);
}
