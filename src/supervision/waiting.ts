/** Something that several wait for. */
export interface Waiting {
  promise: Promise<void>;
  resolve(): void;
  reject(error: Error): void;
}

/** Not there yet. */
export function waiting(): Waiting {
  let [resolve, reject]: [() => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<void>((done, fail) => {
    [resolve, reject] = [done, fail];
  });
  // Nobody need be waiting.
  promise.catch(() => undefined);
  return { promise, resolve: () => resolve(), reject: (error) => reject(error) };
}
