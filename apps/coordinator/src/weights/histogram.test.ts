import { expect, it } from "vitest";
import { distributionOf } from "./histogram.js";

it("counts values between the least and the greatest", async () => {
  const values = Float32Array.from({ length: 100_000 }, (_, index) => (index % 401) / 10);
  const { least, greatest, counts, mean, standardDeviation } = await distributionOf(values);
  expect([least, greatest, counts.length]).toEqual([0, 40, 40]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100_000);
  for (const [bin, count] of counts.entries()) {
    const [begin, end] = [bin, bin === 39 ? Infinity : bin + 1].map((edge) => Math.fround(edge));
    const expected = values.filter((value) => value >= begin! && value < end!).length;
    expect({ bin, count }).toEqual({ bin, count: expected });
  }
  expect(mean).toBeCloseTo(20, 1);
  expect(standardDeviation).toBeCloseTo(11.57, 1);
});

it("puts values that are all the same into one bin", async () => {
  expect(await distributionOf(Float32Array.of(2, 2, 2))).toMatchObject({
    ...{ mean: 2, standardDeviation: 0, least: 2, greatest: 2 },
    counts: [3, ...new Array<number>(39).fill(0)],
  });
});
