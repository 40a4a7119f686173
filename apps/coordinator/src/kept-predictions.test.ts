import { describe, expect, it } from "vitest";
import { KeptPredictions } from "./kept-predictions.js";

const predictions = (count: number) => ({ shape: [count], values: new Float32Array(count) });

describe("KeptPredictions", () => {
  it("forgets the oldest until the others fit", () => {
    const kept = new KeptPredictions(4 * 10);
    kept.add("a", predictions(4));
    kept.add("b", predictions(4));
    kept.add("c", predictions(4));
    expect(["a", "b", "c"].map((runId) => kept.get(runId)?.values.length)).toEqual([undefined, 4, 4]);
  });

  it("keeps the newest, however many they are", () => {
    const kept = new KeptPredictions(4);
    kept.add("a", predictions(1));
    kept.add("b", predictions(100));
    expect(kept.get("a")).toBeUndefined();
    expect(kept.get("b")?.values).toHaveLength(100);
  });
});
