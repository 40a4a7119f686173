import { describe, expect, it } from "vitest";
import { instructionSet, instructionSetOf } from "./instruction-set.js";

const cpuInfo = (flags: string) =>
  `processor\t: 0\nmodel name\t: some CPU\nflags\t\t: fpu ${flags} rdtscp\nbugs\t\t:\n`;

describe("instructionSetOf", () => {
  it.each([
    ["avx avx2 fma avx512f avx512bw", "x64-avx2-fma"],
    ["sse4_1 avx avx2 fma", "x64-avx2-fma"],
    ["sse4_1 avx avx2", "x64-avx"],
    ["sse4_1", "x64-sse4"],
    ["", "x64-sse2"],
  ])("takes flags %o for %s", (flags, expected) => {
    expect(instructionSetOf(cpuInfo(flags))).toBe(expected);
  });

  it("does not take avx2 for avx", () => {
    expect(instructionSetOf(cpuInfo("avx2 fma4"))).toBe("x64-sse2");
  });
});

it("names this machine without blanks", () => {
  expect(instructionSet()).toMatch(/^[a-z0-9]+-[a-z0-9-]+$/);
});
