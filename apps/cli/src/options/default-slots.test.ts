import { describe, expect, it } from "vitest";
import { defaultSlots } from "./default-slots.js";

describe("defaultSlots", () => {
  it.each([
    [2, 16, 8],
    [2, 2, 1],
    [3, 2, 1],
    [1, 64, 8],
  ])("%i workers on %i cores have %i each", (workers, cores, slots) => {
    expect(defaultSlots(workers, cores)).toBe(slots);
  });
});
