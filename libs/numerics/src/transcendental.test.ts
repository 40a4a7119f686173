import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cos } from "./cos.js";
import { erf, erfc } from "./erf.js";
import { expm1 } from "./expm1.js";
import { pow } from "./pow.js";
import { sigmoid } from "./sigmoid.js";
import { softplus } from "./softplus.js";
import { tanh } from "./tanh.js";
import { bits, errorInPlaces, exactExp, lastPlace, one } from "./testing/exact-exp.js";

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true, minExcluded: true });
const divide = (a: bigint, b: bigint) => (a << bits) / b;

/** A function of e^x against its exact value, to 200 bits. */
function expectExact(
  f: (x: number) => number,
  ofExp: (e: bigint, x: number) => bigint,
  inputs: fc.Arbitrary<number>,
  places: number,
): void {
  const property = fc.property(inputs, (x) => {
    fc.pre(Math.abs(x) > 1e-12);
    expect(errorInPlaces(f(x), ofExp(exactExp(x), x))).toBeLessThan(places);
  });
  fc.assert(property, { numRuns: 2000 });
}

/** Two functions, in units in the last place of the second's result. */
function expectNear<Arguments extends number[]>(
  f: (...x: Arguments) => number,
  reference: (...x: Arguments) => number,
  inputs: fc.Arbitrary<Arguments>,
  places: number,
): void {
  const property = fc.property(inputs, (x) => {
    const want = reference(...x);
    if (!Number.isFinite(want)) expect(f(...x)).toBe(want);
    else expect(Math.abs(f(...x) - want)).toBeLessThanOrEqual(places * lastPlace(want));
  });
  fc.assert(property, { numRuns: 5000 });
}

describe("expm1", () => {
  it("is within 2 units in the last place of the exact value", () => {
    expectExact(expm1, (e) => e - one, fc.oneof(between(-40, 40), between(-1.5, 1.5)), 2);
  });

  it("agrees with Math.expm1 over its whole range", () => {
    expectNear(expm1, Math.expm1, fc.tuple(fc.oneof(between(-745, 710), between(-1e-3, 1e-3))), 3);
  });

  it("knows the special values", () => {
    expect([NaN, Infinity, -Infinity, 0, 1e-300, 800].map(expm1)).toEqual([
      NaN,
      Infinity,
      -1,
      0,
      1e-300,
      Infinity,
    ]);
    expect(Object.is(expm1(-0), -0)).toBe(true);
  });
});

describe("tanh", () => {
  it("is within 2 units in the last place of the exact value", () => {
    const ofExp = (e: bigint) => divide(((e * e) >> bits) - one, ((e * e) >> bits) + one);
    expectExact(tanh, ofExp, fc.oneof(between(-22, 22), between(-1.2, 1.2)), 2);
    const found = [-0.007760198584489692, -0.2331472476804526];
    for (const x of found) expect(errorInPlaces(tanh(x), ofExp(exactExp(x)))).toBeLessThan(2);
  });

  it("is odd, and knows the special values", () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (x) => Object.is(tanh(-x), -tanh(x))));
    expect([NaN, Infinity, -Infinity, 1e-200, 0].map(tanh)).toEqual([NaN, 1, -1, 1e-200, 0]);
    expect(Object.is(tanh(-0), -0)).toBe(true);
  });
});

describe("sigmoid", () => {
  it("is within 3 units in the last place of the exact value", () => {
    expectExact(sigmoid, (e) => divide(e, e + one), between(-60, 60), 3);
  });

  it("never overflows", () => {
    expect([-Infinity, -800, 0, 800, Infinity].map(sigmoid)).toEqual([0, 0, 0.5, 1, 1]);
    expect(sigmoid(NaN)).toBeNaN();
  });
});

describe("softplus", () => {
  it("undoes ln(e^x - 1)", () => {
    expectNear(
      (x) => softplus(x),
      (x) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))),
      fc.tuple(between(-700, 700)),
      4,
    );
    fc.assert(
      fc.property(between(-20, 20), (x) => {
        expect(expm1(softplus(x)) / Math.exp(x)).toBeCloseTo(1, 12);
      }),
    );
  });

  it("never overflows", () => {
    expect([-Infinity, -800, 0, 1e300, Infinity].map(softplus)).toEqual([0, 0, Math.LN2, 1e300, Infinity]);
    expect(softplus(NaN)).toBeNaN();
  });
});

describe("pow", () => {
  const anyBase = fc.oneof(between(0, 2), fc.double({ min: 1e-300, max: 1e300, noNaN: true }));

  it("is within 3 units in the last place of Math.pow wherever that is a normal number", () => {
    const property = fc.property(
      fc.oneof(
        fc.tuple(anyBase, between(-3, 3)),
        fc.tuple(between(0.9, 1.1), between(-7000, 7000)),
        fc.tuple(between(0.999999, 1.000001), between(-1e8, 1e8)),
      ),
      ([x, y]) => {
        const want = Math.pow(x, y);
        fc.pre(want > 2 ** -1022 && want < 2 ** 1023);
        expect(Math.abs(pow(x, y) - want)).toBeLessThanOrEqual(3 * lastPlace(want));
      },
    );
    fc.assert(property, { numRuns: 10_000 });
  });

  it("is Math.pow at the edges of the range", () => {
    expect([pow(2, 1024), pow(2, 1023), pow(10, 400), pow(10, -400), pow(0.5, 1e18)]).toEqual([
      Infinity,
      2 ** 1023,
      Infinity,
      0,
      0,
    ]);
    expect([pow(0, 2), pow(0, 0), pow(0, -1), pow(5, 0), pow(1, 1e300), pow(Infinity, -1)]).toEqual([
      0,
      1,
      Infinity,
      1,
      1,
      0,
    ]);
    expect([pow(-2, 3), pow(-2, 2), pow(-2, 0.5), pow(NaN, 1), pow(2, NaN)]).toEqual([-8, 4, NaN, NaN, NaN]);
  });

  it("is the root that it names", () => {
    expect(Math.abs(pow(2, 0.5) - Math.SQRT2)).toBeLessThanOrEqual(2 ** -52);
    expect([pow(16, 0.5), pow(1024, 0.1), pow(0.96, 1), pow(0.1, 2)]).toEqual([4, 2, 0.96, 0.1 * 0.1]);
  });
});

describe("cos", () => {
  it("is within 2 units in the last place of Math.cos up to 2^20", () => {
    const angles = fc.oneof(
      between(-8, 8),
      between(-(2 ** 20), 2 ** 20),
      fc.integer({ min: 0, max: 600_000 }).map((k) => (k * Math.PI) / 2),
    );
    expectNear(cos, Math.cos, fc.tuple(angles), 2);
  });

  it("knows the quarters of a circle", () => {
    expect([0, -0, Math.PI, 2 * Math.PI].map(cos)).toEqual([1, 1, -1, 1]);
    expect(cos(Math.PI / 2)).toBe(6.123233995736766e-17);
  });

  it("refuses an angle that it cannot reduce", () => {
    for (const x of [NaN, Infinity, -2e6])
      expect(() => cos(x)).toThrow(/cos: expected an angle up to 2\^20, got/);
  });
});

/** By mpmath with 200 bits, rounded to float64. */
const erfReferences: [number, number][] = [
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [1.3, 0.9340079449406524],
  [1.499, 0.9659860376518566],
  [1.5, 0.9661051464753108],
  [1.7, 0.9837904585907745],
  [2, 0.9953222650189527],
  [2.5, 0.999593047982555],
  [3, 0.9999779095030014],
  [4, 0.9999999845827421],
  [5.5, 0.9999999999999927],
];

const erfcReferences: [number, number][] = [
  [-3, 1.9999779095030015],
  [-0.5, 1.5204998778130465],
  [0.25, 0.7236736098317631],
  [1, 0.15729920705028513],
  [1.6, 0.023651616655355985],
  [2, 0.004677734981047266],
  [3, 2.209049699858544e-5],
  [5, 1.537459794428035e-12],
  [10, 2.088487583762545e-45],
  [20, 5.395865611607901e-176],
  [26, 5.663192408856143e-296],
];

describe("erf", () => {
  it.each(erfReferences)("of %d is %d, within 8 units in the last place", (x, want) => {
    expect(Math.abs(erf(x) - want)).toBeLessThanOrEqual(8 * lastPlace(want));
    expect(erf(-x)).toBe(-erf(x));
  });

  it("has the bell curve for a derivative", () => {
    fc.assert(
      fc.property(between(-5, 5), (x) => {
        const slope = (erf(x + 1e-5) - erf(x - 1e-5)) / 2e-5;
        expect(Math.abs(slope - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x))).toBeLessThan(1e-9);
      }),
    );
  });

  it("knows the special values", () => {
    expect([NaN, 0, Infinity, -Infinity, 7].map(erf)).toEqual([NaN, 0, 1, -1, 1]);
  });
});

describe("erfc", () => {
  it.each(erfcReferences)("of %d is %d, within a share of 1e-13", (x, want) => {
    expect(Math.abs(erfc(x) / want - 1)).toBeLessThan(1e-13);
  });

  it("knows the special values", () => {
    expect([NaN, 0, Infinity, -Infinity, 30].map(erfc)).toEqual([NaN, 1, 0, 2, 0]);
  });
});
