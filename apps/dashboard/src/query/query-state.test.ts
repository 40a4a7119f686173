import { expect, it } from "vitest";
import {
  flag,
  names,
  number,
  oneOf,
  range,
  readQuery,
  text,
  writeQuery,
  type QueryCodec,
} from "./query-state.js";

function goesRound<T>(codec: QueryCodec<T>, value: T): T {
  return readQuery(`?${writeQuery("", "key", codec, value)}`, "key", codec);
}

it("reads what it wrote", () => {
  expect(goesRound(oneOf(["step", "epoch"], "step"), "epoch")).toBe("epoch");
  expect(goesRound(number(0, 1, 0.6), 0.25)).toBe(0.25);
  expect(goesRound(flag(true), false)).toBe(false);
  expect(goesRound(text, "a & b = ü")).toBe("a & b = ü");
  expect(goesRound(range, [1.5, 20])).toEqual([1.5, 20]);
  expect(goesRound(names, ["plain", "with,comma", "100%2C", "ümlaut/β"])).toEqual([
    "plain",
    "with,comma",
    "100%2C",
    "ümlaut/β",
  ]);
});

it("takes what cannot be read for what is meant anyway", () => {
  const axis = oneOf(["step", "epoch"], "step");
  expect(readQuery("?x=nonsense", "x", axis)).toBe("step");
  expect(readQuery("", "x", axis)).toBe("step");
  for (const written of ["-1", "2", "", "abc", "NaN", "Infinity"]) {
    expect(readQuery(`?s=${written}`, "s", number(0, 1, 0.6))).toBe(0.6);
  }
  for (const written of ["5", "9..2", "1..", "1..2..3", "a..b", "1..Infinity"]) {
    expect(readQuery(`?zoom=${written}`, "zoom", range)).toBeUndefined();
  }
});

it("writes nothing for what is meant anyway, and leaves other settings alone", () => {
  const axis = oneOf(["step", "epoch"], "step");
  expect(writeQuery("?x=epoch&zoom=1..2", "x", axis, "step")).toBe("zoom=1..2");
  expect(writeQuery("?zoom=1..2", "x", axis, "epoch")).toBe("zoom=1..2&x=epoch");
});
