import * as fc from "fast-check";

/** Doubles of every kind: by their bits, of ordinary size, and those at which something changes. */
export const anyDouble: fc.Arbitrary<number> = fc.oneof(
  fc.double(),
  fc.double({ min: -800, max: 800, noNaN: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1, -1, 5e-324, 2 ** -1022, 1.7976931348623157e308),
);

/** Float32 numbers of every kind. */
export const anyFloat: fc.Arbitrary<number> = fc.oneof(
  { arbitrary: fc.float(), weight: 1 },
  { arbitrary: fc.float({ min: -100, max: 100, noNaN: true }), weight: 2 },
  { arbitrary: fc.float({ min: -4, max: 4, noNaN: true }), weight: 4 },
  {
    arbitrary: fc
      .constantFrom(NaN, Infinity, -Infinity, 0, -0, 1, -1, 3, -3, 6, 1e-7, 1e30, -1e30)
      .map(Math.fround),
    weight: 1,
  },
);

/** (length) */
export function floatsOf(value: fc.Arbitrary<number>, length: number): fc.Arbitrary<Float32Array> {
  return fc.array(value, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));
}

/** Fails unless all elements have equal bits, but for those of NaN. */
export function expectSameBits(found: ArrayLike<number>, wanted: ArrayLike<number>, what = "element"): void {
  if (found.length !== wanted.length)
    throw new Error(`${what}: ${found.length} of ${wanted.length} elements`);
  for (let i = 0; i < wanted.length; i++) {
    if (!Object.is(found[i], wanted[i])) throw new Error(`${what} ${i}: ${found[i]} is not ${wanted[i]}`);
  }
}
