import { expect, it } from "vitest";
import { dropoutMask } from "./dropout-mask.js";

const random = { seed: 7, step: 3, sequences: Uint32Array.of(4, 9, 5) };
const key = { random, ordinal: 2, mask: 1, rate: 0.25, size: 6 };

it("drops a share of the values and scales the rest, so that the mean stays", () => {
  const values = dropoutMask({ ...key, size: 20_000 });
  expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean).toBeCloseTo(1, 2);
});

it("keeps all at rate 0", () => {
  expect([...dropoutMask({ ...key, rate: 0 })]).toEqual(Array(18).fill(1));
});

it("gives a sequence the same mask in any company", () => {
  const together = dropoutMask(key);
  const alone = dropoutMask({ ...key, random: { ...random, sequences: Uint32Array.of(9) } });
  expect(together.slice(6, 12)).toEqual(alone);
});

it("begins a longer mask with the shorter one", () => {
  const one = { ...random, sequences: Uint32Array.of(4) };
  const short = dropoutMask({ ...key, random: one });
  expect(dropoutMask({ ...key, random: one, size: 10 }).slice(0, 6)).toEqual(short);
});

it.each([
  { random: { ...random, seed: 8 } },
  { random: { ...random, step: 4 } },
  { random: { ...random, sequences: Uint32Array.of(4, 9, 6) } },
  { ordinal: 3 },
  { mask: 2 },
])("differs with %o", (changed) => {
  const long = { ...key, size: 64 };
  expect(dropoutMask({ ...long, ...changed })).not.toEqual(dropoutMask(long));
});
