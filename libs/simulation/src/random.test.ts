import { describe, expect, it } from "vitest";
import { Random } from "./random.js";

const first = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => random.uniform());

describe("Random", () => {
  it("gives the same numbers for a seed and a name, and others for others", () => {
    const numbers = first(new Random(7, "disk"), 50);
    expect(first(new Random(7, "disk"), 50)).toEqual(numbers);
    expect(first(new Random(8, "disk"), 50)).not.toEqual(numbers);
    expect(first(new Random(7, "dusk"), 50)).not.toEqual(numbers);
  });

  it("spreads over its range, and never repeats soon", () => {
    const numbers = first(new Random(0, ""), 10_000);
    expect(new Set(numbers).size).toBeGreaterThan(9_990);
    for (let tenth = 0; tenth < 10; tenth++) {
      const within = numbers.filter((number) => Math.floor(number * 10) === tenth).length;
      expect(within).toBeGreaterThan(850);
      expect(within).toBeLessThan(1150);
    }
  });

  it("stays within what it is asked for", () => {
    const random = new Random(1, "range");
    for (let turn = 0; turn < 1000; turn++) {
      expect([0, 1, 2]).toContain(random.below(3));
      expect(random.skewed(2, 9)).toBeGreaterThanOrEqual(2);
      expect(random.skewed(2, 9)).toBeLessThan(9);
    }
  });
});
