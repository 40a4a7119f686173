import { describe, expect, it } from "vitest";
import { notebookShape, type BenchmarkShape } from "../shapes/shape.js";
import { sampleOf } from "../shapes/training-sample.js";
import { batchesOfRange, SlotThroughput } from "./slot-throughput.js";

describe("batchesOfRange", () => {
  it.each([
    [1e6, 64],
    [1e9, 4],
    [30e9, 1],
  ])("of %d operations a batch: %d", (flops, batches) => {
    expect(batchesOfRange(flops)).toBe(batches);
  });
});

describe("SlotThroughput", () => {
  const shape: BenchmarkShape = { ...notebookShape, batchSize: 4, timeSteps: 2 };

  it("computes ranges one after the other", async () => {
    const throughput = await SlotThroughput.open("wasm", 1, await sampleOf(shape));
    expect(await throughput.msPerBatch()).toBeGreaterThan(0);
    expect(await throughput.msPerBatch()).toBeGreaterThan(0);
    await throughput.close();
  });

  it("tells why a range cannot be computed", async () => {
    const sample = await sampleOf(shape);
    const parameters = sample.parameters.subarray(1);
    const throughput = await SlotThroughput.open("wasm", 1, { ...sample, parameters });
    await expect(throughput.msPerBatch()).rejects.toThrow("parameters: expected");
    await throughput.close();
  });
});
