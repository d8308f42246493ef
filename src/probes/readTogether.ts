import { concat, dispose, reshape, type Tensor, tidy, zeros } from "@tensorflow/tfjs-core";

/** The values of several tensors in one reading, because each reading waits for the engine. What `make` makes is freed. */
export async function readTogether<T extends Record<string, Tensor>>(make: () => T): Promise<{ [K in keyof T]: Float32Array }> {
  const sizes: [keyof T, number][] = [];
  const joined = tidy(() => {
    const tensors = Object.entries(make());
    for (const [name, tensor] of tensors) sizes.push([name, tensor.size]);
    const filled = tensors.filter(([, tensor]) => tensor.size > 0).map(([, tensor]) => reshape(tensor, [-1]));
    return filled.length === 0 ? zeros([0]) : concat(filled);
  });
  const values = Float32Array.from(await joined.data());
  dispose(joined);
  const read = {} as { [K in keyof T]: Float32Array };
  let from = 0;
  for (const [name, size] of sizes) {
    read[name] = values.slice(from, from + size);
    from += size;
  }
  return read;
}
