import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainNumber, plainNumbers, PlainReader } from "./plain-reader.js";
import type { PlainData } from "./resume-point.js";

const throughJson = (data: PlainData): PlainData => JSON.parse(JSON.stringify(data)) as PlainData;

describe("plain numbers", () => {
  it("keep every bit through JSON", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(new PlainReader(throughJson(plainNumber(value)), "x").number).toBe(value);
      }),
    );
    for (const value of [NaN, Infinity, -Infinity, -0, 0, Number.MIN_VALUE])
      expect(new PlainReader(throughJson(plainNumber(value)), "x").number).toBe(value);
  });

  it("have names", () => {
    const numbers = { loss: NaN, ratio: -0, other: 0.1 };
    expect(new PlainReader(throughJson(plainNumbers(numbers)), "x").numbers).toEqual(numbers);
  });
});

describe("PlainReader", () => {
  const read = (data: PlainData | undefined): PlainReader => new PlainReader(data, "x");

  it.each<[string, (reader: PlainReader) => unknown, PlainData | undefined]>([
    ['x: expected a number, got "1"', ({ number }) => number, "1"],
    ['x: expected a number, got "constructor"', ({ number }) => number, "constructor"],
    ["x: expected a number, got -0", ({ number }) => ({ number }), -0],
    ["x: expected a number, got nothing", ({ number }) => number, undefined],
    ["x: expected a whole number of at least 0, got 1e+300", ({ count }) => count, 1e300],
    ["x: expected a text, got {}", ({ text }) => text, {}],
    ["x: expected a list, got {}", ({ items }) => items, {}],
    ["x: expected a list of 2, got one of 1", (reader) => reader.listOf(2), [1]],
    ["x: expected an object with a, b, got []", (reader) => reader.fields("a", "b"), []],
    ["x: expected an object with a, b, got null", (reader) => reader.fields("a", "b"), null],
    ["x.c: expected no such field, got 1", (reader) => reader.fields("a", "b"), { a: 1, b: 1, c: 1 }],
    [
      "x.b.loss: expected a number, got true",
      (reader) => reader.fields("b").b.numbers,
      { b: { loss: true } },
    ],
    ['x: expected a, got "b"', (reader) => reader.expect("a"), "b"],
    [`x: expected a number, got "${"a".repeat(59)}...`, ({ number }) => number, "a".repeat(100)],
  ])("names the field: %s", (message, get, data) => {
    expect(() => get(read(data))).toThrow(new RangeError(message));
  });

  it("takes null for what is not there, and nothing else", () => {
    expect(read(null).optional(({ count }) => count)).toBeUndefined();
    expect(read(3).optional(({ count }) => count)).toBe(3);
    expect(() => read(undefined).optional(({ count }) => count)).toThrow("got nothing");
  });
});
