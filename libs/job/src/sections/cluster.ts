import { numberWithin, wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";

export const clusterSchema = mapping({
  microBatchSize: wholeNumber(1, 2 ** 31 - 1)
    .exactOptional()
    .describe(
      "Sequences computed in one call, at most fit.batchSize and at least a 65536th of it. Part of the result's bits. Default: the power of two nearest to batchSize / 8 (on a logarithmic scale), at least 1.",
    ),
  minWorkers: wholeNumber(1, 10_000)
    .default(1)
    .describe(
      "Workers that must be there: with fewer, the run waits, before its first step and later. Default: 1.",
    ),
  maxWorkers: wholeNumber(1, 10_000)
    .exactOptional()
    .describe(
      "Workers that get work, at least minWorkers; further ones stand by until one of them is gone. Default: all.",
    ),
  leaseDurationMs: wholeNumber(100, 86_400_000)
    .default(5000)
    .describe(
      "Milliseconds without a sign of life after which a worker's micro-batches go to others. Default: 5000.",
    ),
  auditShare: numberWithin(0, 1)
    .default(0)
    .describe(
      "Share of the micro-batches that two workers compute and that must agree to the bit; a worker with other numbers is found, named and gets nothing more. Default: 0.",
    ),
}).describe("How the work is spread over workers.");
