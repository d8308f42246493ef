import { shuffle, stream } from "../numeric/random";

/** Indices below `size` whose label is among `digits`, ascending: the images that a run may see. */
export function eligibleIndices(labels: Uint8Array, size: number, digits: readonly number[]): Uint32Array {
  const kept = new Uint32Array(Math.min(size, labels.length));
  let count = 0;
  for (let index = 0; index < kept.length; index++) {
    if (digits.includes(labels[index])) kept[count++] = index;
  }
  return kept.slice(0, count);
}

/**
 * The order in which epoch `epoch` (from 0) of a run shows its images: a permutation of `eligible` (ascending), the same for the
 * same seed. With a `shardSize`, epoch 0 shuffles within each shard and keeps the shards in their order, so that training can
 * begin when the first has arrived; later epochs, and null, shuffle everything.
 */
export function imageOrder(seed: number, epoch: number, eligible: Uint32Array, shardSize: number | null): Uint32Array {
  const order = eligible.slice();
  const streamId = stream(seed, "order");
  if (epoch > 0 || shardSize === null) {
    shuffle(order, epoch, streamId);
    return order;
  }
  for (let from = 0; from < order.length; ) {
    const to = endOfShard(eligible, from, shardSize);
    shuffle(order, epoch, streamId, from, to);
    from = to;
  }
  return order;
}

function endOfShard(eligible: Uint32Array, from: number, shardSize: number): number {
  const shard = Math.floor(eligible[from] / shardSize);
  let to = from + 1;
  while (to < eligible.length && Math.floor(eligible[to] / shardSize) === shard) to++;
  return to;
}
