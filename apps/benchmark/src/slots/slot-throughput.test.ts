import { describe, expect, it } from "vitest";
import { notebookShape, type BenchmarkShape } from "../shapes/shape.js";
import { sampleOf } from "../shapes/training-sample.js";
import { queuedWork, SlotThroughput } from "./slot-throughput.js";

describe("queuedWork", () => {
  it.each([
    [1e5, { ranges: 16, batches: 512 }],
    [2e6, { ranges: 4, batches: 512 }],
    [30e6, { ranges: 1, batches: 128 }],
    [1e9, { ranges: 1, batches: 4 }],
    [30e9, { ranges: 1, batches: 1 }],
  ])("of %d operations a batch: %o", (flops, work) => {
    expect(queuedWork(flops)).toEqual(work);
  });
});

describe("SlotThroughput", () => {
  const shape: BenchmarkShape = { ...notebookShape, batchSize: 4, timeSteps: 2 };

  const work = { ranges: 2, batches: 2 };

  it("computes ranges one after the other", async () => {
    const throughput = await SlotThroughput.open("wasm", 1, await sampleOf(shape), work);
    expect(await throughput.msPerBatch()).toBeGreaterThan(0);
    expect(await throughput.msPerBatch()).toBeGreaterThan(0);
    await throughput.close();
  });

  it("tells why a range cannot be computed", async () => {
    const sample = await sampleOf(shape);
    const parameters = sample.parameters.subarray(1);
    const throughput = await SlotThroughput.open("wasm", 1, { ...sample, parameters }, work);
    await expect(throughput.msPerBatch()).rejects.toThrow("parameters: expected");
    await throughput.close();
  });
});
