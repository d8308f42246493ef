import { expect, test } from "vitest";
import { eligibleIndices, imageOrder } from "../../src/data/minibatchOrder";

const ALL = Uint32Array.from({ length: 1000 }, (_, index) => index);
const ascending = (order: Uint32Array) => order.slice().sort((a, b) => a - b);

test.each([0, 1, 7])("epoch %i shows every image once", (epoch) => {
  expect(ascending(imageOrder(1, epoch, ALL, 300))).toEqual(ALL);
  expect(ascending(imageOrder(1, epoch, ALL, null))).toEqual(ALL);
});

test("the order is a function of seed and epoch", () => {
  expect(imageOrder(5, 2, ALL, 300)).toEqual(imageOrder(5, 2, ALL, 300));
  expect(imageOrder(5, 2, ALL, 300)).not.toEqual(imageOrder(6, 2, ALL, 300));
  expect(imageOrder(5, 2, ALL, 300)).not.toEqual(imageOrder(5, 3, ALL, 300));
});

test("epoch 0 shuffles within each shard and keeps the shards in order", () => {
  const eligible = ALL.filter((index) => index % 3 !== 0);
  const order = imageOrder(1, 0, eligible, 300);
  const shards = [...order].map((index) => Math.floor(index / 300));
  expect(shards).toEqual([...shards].sort((a, b) => a - b));
  const first = order.slice(0, shards.lastIndexOf(0) + 1);
  expect(first).not.toEqual(ascending(first));
  expect(ascending(order)).toEqual(eligible);
});

test("later epochs mix the shards", () => {
  const firstTen = [...imageOrder(1, 1, ALL, 300).slice(0, 10)].map((index) => Math.floor(index / 300));
  expect(new Set(firstTen).size).toBeGreaterThan(1);
});

test("every image is equally likely to come first (chi-square, 9 degrees of freedom)", () => {
  const ten = ALL.slice(0, 10);
  const counts = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 5000; seed++) counts[imageOrder(seed, 1, ten, null)[0]]++;
  const statistic = counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
  expect(statistic).toBeLessThan(27.9); // p = 0.001
});

test("no eligible image gives an empty order", () => {
  expect(imageOrder(1, 0, new Uint32Array(0), 300)).toEqual(new Uint32Array(0));
});

test("the first n images of the chosen digits are eligible, ascending", () => {
  const labels = Uint8Array.from([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  expect([...eligibleIndices(labels, 8, [1, 4])]).toEqual([2, 3, 6]);
  expect([...eligibleIndices(labels, 99, [4])]).toEqual([2, 9]);
  expect([...eligibleIndices(labels, 3, [7])]).toEqual([]);
});
