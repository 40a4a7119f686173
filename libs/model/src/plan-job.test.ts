import { parseJobValue } from "@lockstep/job";
import { describe, expect, it } from "vitest";
import { planJob } from "./plan-job.js";

const job = (fit: object, layers: object[]) =>
  parseJobValue({
    data: { train: { npz: "data.npz" } },
    model: { layers },
    loss: "mean_squared_error",
    fit,
  });
const perStep = [
  { type: "LSTM", units: 3, returnSequences: true },
  { type: "Dense", units: 1 },
];

describe("planJob", () => {
  it("carries states where the job truncates, and else only those of stateful layers", () => {
    expect(planJob(job({}, perStep), [[8, 2]]).stateSize).toBe(0);
    expect(planJob(job({ truncate: 4 }, perStep), [[8, 2]]).stateSize).toBe(6);
  });

  it("refuses a model that fixes the time steps where batches differ in them", () => {
    const flat = [{ type: "Flatten" }, { type: "Dense", units: 1 }];
    expect(planJob(job({}, flat), [[8, 2]]).outputShape).toEqual([1]);
    expect(() => planJob(job({ bucketing: {} }, flat), [[8, 2]])).toThrow("fit.bucketing");
  });

  it("refuses a model that is still in a file", () => {
    const unread = { ...job({}, perStep), model: { keras: "model.keras" } };
    expect(() => planJob(unread, [[8, 2]])).toThrow("model.keras: expected layers");
  });
});
