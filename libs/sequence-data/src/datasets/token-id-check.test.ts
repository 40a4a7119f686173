import { describe, expect, it } from "vitest";
import { memoryDataset } from "./packed-dataset.js";
import { checkTokenIds } from "./token-id-check.js";

const layout = {
  inputs: [
    { name: "a", shape: [2], timed: false },
    { name: "words", shape: [3, 1], timed: true },
  ],
  timeSteps: 3,
  padding: { side: "post", value: 0 },
} as const;

/** Sequences of some ids, behind another input's two values. */
const withIds = (...rows: number[][]) =>
  memoryDataset(
    layout,
    rows.map((ids) => ({ length: ids.length, values: Float32Array.of(9.5, -1, ...ids) })),
  );

describe("checkTokenIds", () => {
  it("takes whole numbers below the number of tokens, whatever other inputs hold", () => {
    expect(() => checkTokenIds(withIds([0, 4, 3], [1]), 1, 5)).not.toThrow();
  });

  it.each([
    ["too large", 5],
    ["negative", -1],
    ["broken", 1.5],
  ])("names sequence and time step of one that is %s", (_, id) => {
    expect(() => checkTokenIds(withIds([0, 4, 3], [1, id]), 1, 5)).toThrow(
      `words: sequence 1, time step 1: expected a token id from 0 to 4, got ${id}`,
    );
  });
});
