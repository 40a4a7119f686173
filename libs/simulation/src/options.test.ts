import { describe, expect, it } from "vitest";
import { parseOptions, UsageError } from "./options.js";

describe("parseOptions", () => {
  it("simulates many seeds, or one", () => {
    expect(parseOptions([])).toEqual({ does: "many", from: 0, seeds: 1000 });
    expect(parseOptions(["--seeds", "20", "--from", "7"])).toEqual({ does: "many", from: 7, seeds: 20 });
    expect(parseOptions(["--seed", "5"])).toEqual({ does: "one", seed: 5, trace: false });
    const faults = ["--seed", "5", "--trace", "--faults", "0,3"];
    expect(parseOptions(faults)).toEqual({ does: "one", seed: 5, trace: true, faults: [0, 3] });
    expect(parseOptions(["--seed", "5", "--faults", "none"])).toMatchObject({ faults: [] });
    expect(parseOptions(["--help"])).toEqual({ does: "help" });
  });

  it.each([
    [["--seeds", "0"], '--seeds: expected a whole number from 1 to 2^32 - 1, got "0"'],
    [["--seeds", "1e3"], '--seeds: expected a whole number from 1 to 2^32 - 1, got "1e3"'],
    [["--from", "-1"], "--from"],
    [
      ["--from", "4294967295", "--seeds", "2"],
      "--from and --seeds: expected seeds below 2^32, got up to 4294967296",
    ],
    [["--seed", "x"], '--seed: expected a whole number from 0 to 2^32 - 1, got "x"'],
    [["--seed", "1", "--seeds", "2"], "--seeds: expected without --seed, got both"],
    [["--trace"], "--trace: expected with --seed, got it without"],
    [["--seed", "1", "--faults", "1,a"], '--faults: expected a whole number from 0 to 2^32 - 1, got "a"'],
    [["--speed"], "--speed"],
    [["7"], "7"],
  ])("refuses %j", (args, message) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
    expect(() => parseOptions(args)).toThrow(message);
  });
});
