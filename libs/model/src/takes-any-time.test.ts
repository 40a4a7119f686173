import { parseJobValue } from "@lockstep/job";
import { describe, expect, it } from "vitest";
import { takesAnyTime } from "./takes-any-time.js";

const jobOf = (model: object) =>
  parseJobValue({ data: { train: { npz: "a.npz" } }, model, loss: "mean_squared_error" });
const takes = (...layers: object[]) => takesAnyTime(jobOf({ layers }), [[5, 2]]);

describe("takesAnyTime", () => {
  it("holds for layers over time, and not for those that are as large as the sequence is long", () => {
    expect(takes({ type: "LSTM", units: 3 }, { type: "Dense", units: 1 })).toBe(true);
    expect(takes({ type: "Flatten" }, { type: "Dense", units: 1 })).toBe(false);
  });

  it("does not hold while the layers are in a file", () => {
    expect(takesAnyTime(jobOf({ keras: "model.keras" }), [[5, 2]])).toBe(false);
  });
});
