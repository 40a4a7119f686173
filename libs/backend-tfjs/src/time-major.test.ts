import * as fc from "fast-check";
import { expect, it } from "vitest";
import { toRowMajor, toTimeMajor } from "./time-major.js";

it("puts the first time step of every sequence first", () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  const swapped = toTimeMajor(values, { rows: 2, steps: 3, features: 2 });
  expect([...swapped]).toEqual([1, 2, 7, 8, 3, 4, 9, 10, 5, 6, 11, 12]);
});

it("comes back to the same values", () => {
  const size = fc.integer({ min: 1, max: 5 });
  fc.assert(
    fc.property(size, size, size, (rows, steps, features) => {
      const sizes = { rows, steps, features };
      const values = Float32Array.from({ length: rows * steps * features }, (_, i) => i);
      expect(toRowMajor(toTimeMajor(values, sizes), sizes)).toEqual(values);
    }),
  );
});
