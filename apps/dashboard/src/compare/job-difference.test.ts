import { describe, expect, it } from "vitest";
import { jobRows } from "./job-difference.js";

describe("jobRows", () => {
  it("goes down to single values and marks those that differ", () => {
    const rows = jobRows([
      { seed: 7, fit: { epochs: 10, batchSize: 32 } },
      { seed: 7, fit: { epochs: 20, batchSize: 32 } },
    ]);
    expect(rows).toEqual([
      { path: "seed", values: ["7", "7"], differs: false },
      { path: "fit.epochs", values: ["10", "20"], differs: true },
      { path: "fit.batchSize", values: ["32", "32"], differs: false },
    ]);
  });

  it("compares layers by their place, and tells which file has none there", () => {
    const rows = jobRows([
      { layers: [{ type: "LSTM", units: 8 }] },
      { layers: [{ type: "SimpleRNN", units: 8 }, { type: "Dense" }] },
    ]);
    expect(rows).toEqual([
      { path: "layers[0].type", values: ["LSTM", "SimpleRNN"], differs: true },
      { path: "layers[0].units", values: ["8", "8"], differs: false },
      { path: "layers[1].type", values: [undefined, "Dense"], differs: true },
    ]);
  });

  it("puts a key that only a later file has beside its neighbours", () => {
    const rows = jobRows([
      { a: 1, c: 3 },
      { a: 1, b: 2, c: 3 },
    ]);
    expect(rows.map(({ path }) => path)).toEqual(["a", "b", "c"]);
  });

  it("shows lists of plain values whole", () => {
    expect(jobRows([{ metrics: ["accuracy"] }, { metrics: ["accuracy", "mae"] }])).toEqual([
      { path: "metrics", values: ["[accuracy]", "[accuracy, mae]"], differs: true },
    ]);
  });

  it("shows a structure on one line where another file has a plain value", () => {
    expect(jobRows([{ test: "same" }, { test: { csv: { file: "a.csv" } } }])).toEqual([
      { path: "test", values: ["same", "{ csv: { file: a.csv } }"], differs: true },
    ]);
  });

  it("knows a text from a number only by what is written", () => {
    expect(jobRows([{ a: null }, { a: "null" }])[0]?.differs).toBe(true);
  });

  it("finds nothing that files do not say themselves", () => {
    const rows = jobRows([{ constructor: 1 }, { other: 2 }]);
    expect(rows.find(({ path }) => path === "constructor")?.values).toEqual(["1", undefined]);
  });

  it("has no rows that differ for the same file, however often", () => {
    const job = { name: "x", model: { layers: [{ type: "GRU" }] }, empty: {}, none: [] };
    expect(jobRows([job, job, job]).filter(({ differs }) => differs)).toEqual([]);
  });

  it("shows one file alone", () => {
    expect(jobRows([{ seed: 1 }])).toEqual([{ path: "seed", values: ["1"], differs: false }]);
  });
});
