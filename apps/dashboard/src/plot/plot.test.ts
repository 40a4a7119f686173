import { describe, expect, it } from "vitest";
import { boundsOf, linearScale, logScale } from "./axis-scale.js";
import { boxesPath, dotsPath, linePath } from "./paths.js";
import { countTicks, decadeText, indexTicks, linearTicks, logTicks } from "./ticks.js";

describe("ticks", () => {
  it("are round numbers, without the dust of sums", () => {
    expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearTicks(-0.3, 0.3, 4)).toEqual([-0.2, 0, 0.2]);
    expect(linearTicks(12, 1290, 3)).toEqual([500, 1000]);
  });

  it("are one where the axis has one value", () => {
    expect(linearTicks(3, 3, 5)).toEqual([3]);
  });

  it("are powers of ten on a logarithmic axis, thinned out where they are many", () => {
    expect(logTicks(1e-4, 1e-1, 5).map((tick) => Math.log10(tick))).toEqual([-4, -3, -2, -1]);
    expect(logTicks(1e-12, 1, 4).map((tick) => Math.round(Math.log10(tick)))).toEqual([-12, -8, -4, 0]);
  });

  it("of counts are 1 and round numbers, none right beside 1", () => {
    expect(countTicks(60, 6)).toEqual([1, 10, 20, 30, 40, 50, 60]);
    expect(countTicks(4, 6)).toEqual([1, 2, 3, 4]);
    expect(countTicks(1, 6)).toEqual([1]);
  });

  it("of powers of ten are plain where that is short", () => {
    expect([-3, -2, 0, 3, 5].map(decadeText)).toEqual(["1e-3", "0.01", "1", "1000", "1e5"]);
  });

  it("of indexes name the first and the last", () => {
    expect(indexTicks(100, 3)).toEqual([0, 50, 99]);
    expect(indexTicks(2, 5)).toEqual([0, 1]);
    expect(indexTicks(1, 5)).toEqual([0]);
    expect(indexTicks(0, 5)).toEqual([]);
  });
});

describe("scales", () => {
  it("place linearly, and upwards where the ends say so", () => {
    expect(linearScale(0, 10, 100, 0).place(2)).toBe(80);
    expect(linearScale(4, 4, 0, 100).place(4)).toBe(50);
  });

  it("place by powers of ten", () => {
    expect(logScale(1e-4, 1, 0, 100).place(1e-3)).toBeCloseTo(25);
  });

  it("go over what is finite", () => {
    expect(boundsOf([3, NaN, -1, Infinity])).toEqual([-1, 3]);
    expect(boundsOf([NaN])).toBeUndefined();
  });
});

describe("paths", () => {
  it("interrupt a line where there is no point", () => {
    expect(linePath([[0, 1], [2, 3.456], undefined, [4, 5]])).toBe("M0 1L2 3.46M4 5");
  });

  it("make dots and boxes", () => {
    expect(dotsPath([[1, 2], undefined])).toBe("M1 2h0");
    expect(boxesPath([{ x: 1, y: 2, width: 3, height: 4 }])).toBe("M1 2h3v4h-3z");
  });
});
