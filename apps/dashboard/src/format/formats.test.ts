import { expect, it } from "vitest";
import { formatAge, formatDuration } from "./durations.js";
import { formatBytes, formatCount, formatNumber, formatPercent, formatRate } from "./numbers.js";

it("writes numbers with four digits, and with an exponent only where there would be many zeros", () => {
  expect([0, 0.6931471, 12.3456, 1234.56, 123456.7].map((value) => formatNumber(value))).toEqual([
    "0",
    "0.6931",
    "12.35",
    "1235",
    "123457",
  ]);
  expect([0.0123456, 0.000123456, 0.0000123456, 12345678].map((value) => formatNumber(value))).toEqual([
    "0.01235",
    "0.0001235",
    "1.235e-5",
    "1.235e7",
  ]);
});

it("rounds before it counts digits", () => {
  expect(formatNumber(0.009999999776)).toBe("0.01000");
  expect(formatNumber(9.99996)).toBe("10.00");
  expect(formatNumber(999999.6)).toBe("1.000e6");
});

it("writes what is no number as what it is", () => {
  expect(
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null, undefined, -0.5].map((value) =>
      formatNumber(value),
    ),
  ).toEqual(["NaN", "∞", "−∞", "–", "–", "−0.5000"]);
});

it("says all of it of all of it only", () => {
  expect([0, 0.9999, 1].map((part) => formatPercent(part))).toEqual(["0 %", "99 %", "100 %"]);
  expect(formatPercent(0.29, 1)).toBe("29.0 %");
});

it("writes counts, rates and sizes", () => {
  expect(formatCount(1234567)).toBe("1,234,567");
  expect([0.0123, 0.5, 12.34, 1234.5].map(formatRate)).toEqual(["0.012", "0.50", "12.3", "1,235"]);
  expect([512, 1536, 200 * 1024 * 1024].map(formatBytes)).toEqual(["512 B", "1.5 KiB", "200 MiB"]);
});

it("writes durations in their two greatest units", () => {
  expect([0.5, 42.4, 1234, 59_400, 59_600, 3_599_600, 7_500_000, 100_000_000].map(formatDuration)).toEqual([
    "0.5 ms",
    "42 ms",
    "1.2 s",
    "59 s",
    "1 min",
    "1 h",
    "2 h 05 min",
    "1 d 04 h",
  ]);
  expect(formatDuration(undefined)).toBe("–");
});

it("writes ages without making them younger than they are", () => {
  expect([999, 12_900, 119_000, 7_200_000, 200_000_000].map(formatAge)).toEqual([
    "0 s",
    "12 s",
    "1 min",
    "2 h",
    "2 d",
  ]);
});
