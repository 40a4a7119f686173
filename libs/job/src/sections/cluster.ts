import { wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";

export const clusterSchema = mapping({
  microBatchSize: wholeNumber(1, 2 ** 31 - 1)
    .exactOptional()
    .describe(
      "Sequences computed in one call, at most fit.batchSize and at least a 65536th of it. Part of the result's bits. Default: the power of two nearest to batchSize / 8 (on a logarithmic scale), at least 1.",
    ),
  minWorkers: wholeNumber(1, 10_000)
    .default(1)
    .describe("Workers to wait for before the first step. Default: 1."),
  leaseDurationMs: wholeNumber(100, 86_400_000)
    .default(5000)
    .describe(
      "Milliseconds without a sign of life after which a worker's micro-batches go to others. Default: 5000.",
    ),
}).describe("How the work is spread over workers.");
