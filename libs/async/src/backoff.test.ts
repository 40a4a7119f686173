import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff.js";

const options = { firstMs: 100, mostMs: 5000, random: () => 0 };

describe("backoffMs", () => {
  it("doubles up to the most", () => {
    expect([1, 2, 3, 10, 100].map((attempt) => backoffMs(attempt, options))).toEqual([
      50, 100, 200, 2500, 2500,
    ]);
  });

  it("spreads over the upper half", () => {
    expect(backoffMs(1, { ...options, random: () => 0.999 })).toBe(100);
  });
});
