import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp } from "./exp.js";
import { log } from "./log.js";
import { log1p } from "./log1p.js";
import { powInt } from "./pow-int.js";
import { bits, exactExp, fixed, lastPlace, one } from "./testing/exact-exp.js";

function errorOfExp(x: number): number {
  const result = exp(x);
  return Number(((fixed(result) - exactExp(x)) << 20n) / fixed(lastPlace(result))) / 2 ** 20;
}

/** ln y by the inverse: y / e^l - 1 is the error of l, in absolute terms. */
function errorOfLog(l: number, y: bigint): number {
  const difference = (y << bits) / exactExp(l) - one;
  return Number((difference << 20n) / fixed(lastPlace(l))) / 2 ** 20;
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true, minExcluded: true });
const anyPositive = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });

/** Largest difference of two functions in units in the last place of the second's result. */
function expectNear(
  f: (x: number) => number,
  reference: (x: number) => number,
  inputs: fc.Arbitrary<number>,
): void {
  fc.assert(
    fc.property(inputs, (x) => {
      const want = reference(x);
      expect(Math.abs(f(x) - want)).toBeLessThanOrEqual(2 * lastPlace(want));
    }),
    { numRuns: 5000 },
  );
}

describe("exp", () => {
  it("is within 1 unit in the last place of the exact value", () => {
    fc.assert(
      fc.property(between(-60, 60), (x) => {
        expect(Math.abs(errorOfExp(x))).toBeLessThan(1);
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with Math.exp over its whole range", () => {
    expectNear(exp, Math.exp, between(-745, 709.7));
  });

  it("knows the special values", () => {
    expect([NaN, Infinity, -Infinity, 0, -0, 710, -746].map(exp)).toEqual([
      NaN,
      Infinity,
      0,
      1,
      1,
      Infinity,
      0,
    ]);
    expect([exp(709.782712893384), exp(709.7827128933841), exp(-745.13)]).toEqual([
      Math.exp(709.782712893384),
      Infinity,
      Number.MIN_VALUE,
    ]);
  });

  it("does not fall where its argument rises", () => {
    for (let x = -20; x < 20; x += 0.0137) expect(exp(x + 1e-9)).toBeGreaterThanOrEqual(exp(x));
    for (let k = -30; k < 30; k += 1) {
      const edge = (k + 0.5) * Math.LN2; // where the reduction changes its power of two
      const steps = [-2, -1, 0, 1, 2].map((step) => exp(edge * (1 + step * 2 ** -52)));
      const rising = k < 0 ? steps.toReversed() : steps;
      rising.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(rising[i]!));
    }
  });
});

describe("log", () => {
  it("is within 1 unit in the last place of the exact value", () => {
    fc.assert(
      fc.property(fc.oneof(between(1e-9, 1e9), between(0.5, 2)), (x) => {
        fc.pre(x !== 1);
        expect(Math.abs(errorOfLog(log(x), fixed(x)))).toBeLessThan(1);
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with Math.log for every positive number, subnormal ones too", () => {
    expectNear(log, Math.log, anyPositive);
    expectNear(log, Math.log, fc.double({ min: Number.MIN_VALUE, max: 2 ** -1022, noNaN: true }));
  });

  it("knows the special values", () => {
    expect([NaN, -1, -Infinity, 0, -0, 1, Infinity].map(log)).toEqual([
      NaN,
      NaN,
      NaN,
      -Infinity,
      -Infinity,
      0,
      Infinity,
    ]);
  });

  it("does not fall where its argument rises", () => {
    for (const edge of [Math.SQRT1_2, 1, Math.SQRT2, 2, 2 * Math.SQRT2]) {
      const steps = [-3, -2, -1, 0, 1, 2, 3].map((step) => log(edge * (1 + step * 2 ** -52)));
      steps.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(steps[i]!));
    }
  });
});

describe("log1p", () => {
  it("is within 1 unit in the last place of the exact value", () => {
    fc.assert(
      fc.property(fc.oneof(between(-0.999, 3), between(-1e-6, 1e-6), between(0, 1e9)), (x) => {
        fc.pre(Math.abs(x) > 1e-12);
        expect(Math.abs(errorOfLog(log1p(x), one + fixed(x)))).toBeLessThan(1);
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with Math.log1p over its whole range", () => {
    expectNear(log1p, Math.log1p, fc.oneof(between(-1, 1), anyPositive));
  });

  it("knows the special values", () => {
    expect([NaN, -1.5, -Infinity, -1, Infinity, 0, 2 ** -60].map(log1p)).toEqual([
      NaN,
      NaN,
      NaN,
      -Infinity,
      Infinity,
      0,
      2 ** -60,
    ]);
    expect(Object.is(log1p(-0), -0)).toBe(true);
    expect(log1p(Number.MIN_VALUE)).toBe(Number.MIN_VALUE);
  });
});

describe("powInt", () => {
  it("is the product for small exponents", () => {
    expect([powInt(3, 0), powInt(3, 1), powInt(3, 5), powInt(2, -3), powInt(-2, 3), powInt(0, 0)]).toEqual([
      1, 3, 243, 0.125, -8, 1,
    ]);
  });

  it("stays near Math.pow for a decay rate over many steps", () => {
    fc.assert(
      fc.property(between(0.9, 0.99999), fc.integer({ min: 1, max: 2000 }), (base, exponent) => {
        const want = base ** exponent;
        expect(Math.abs(powInt(base, exponent) / want - 1)).toBeLessThan(exponent * 2 ** -52);
      }),
    );
  });

  it("does not overflow on the way to a finite power", () => {
    expect(powInt(2, 1023)).toBe(2 ** 1023);
    expect(powInt(2, 1024)).toBe(Infinity);
    expect(powInt(0.5, 1074)).toBe(Number.MIN_VALUE);
  });

  it("refuses an exponent that is not whole", () => {
    expect(() => powInt(2, 0.5)).toThrow(/whole exponent, got 0.5/);
  });
});
