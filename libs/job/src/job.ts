import type * as z from "zod";
import { choice, text, wholeNumber } from "./fields.js";
import { lossSchema } from "./losses/loss.js";
import { metricSchema } from "./metrics/metric.js";
import { defaultMicroBatchSize } from "./micro-batch-size.js";
import { optimizerSchema } from "./optimizers/optimizer.js";
import { clusterSchema } from "./sections/cluster.js";
import { dataSchema } from "./sections/data.js";
import { fitSchema } from "./sections/fit.js";
import { modelSchema } from "./sections/model.js";
import { list, mapping } from "./structures.js";

const sectionsSchema = mapping({
  name: text("a name", 100).default("run").describe("Name of the run, for people. Default: run."),
  seed: wholeNumber(0, 2 ** 32 - 1)
    .default(0)
    .describe("Seed of everything random: initialisers, shuffling, random data. Default: 0."),
  data: dataSchema,
  model: modelSchema,
  loss: lossSchema,
  metrics: list(metricSchema, "metrics", 0, 20)
    .default([])
    .describe("Metrics beside the loss, without sample weights. Default: none."),
  weightedMetrics: list(metricSchema, "metrics", 0, 20)
    .default([])
    .describe("Metrics with sample weights and class weights. Default: none."),
  optimizer: optimizerSchema.prefault("Adam").describe("The optimizer. Default: Adam with Keras's defaults."),
  fit: fitSchema.prefault({}).describe("How the model is trained. Default: all defaults."),
  cluster: clusterSchema.prefault({}).describe("How the work is spread over workers. Default: all defaults."),
  determinism: choice(["strict", "relaxed"])
    .default("strict")
    .describe(
      "strict: a worker whose numbers could differ in their last bits is refused; relaxed: it may join. Default: strict.",
    ),
}).describe("A Lockstep job: one training run.");

/** Most micro-batches of one step: each has a gradient to be computed, sent and added. */
const maxMicroBatches = 65_536;

type Sections = z.output<typeof sectionsSchema>;

/** The job file: what is checked, described and filled in. */
export const jobSchema = sectionsSchema.superRefine(checkAcrossSections).transform((sections) => ({
  ...sections,
  cluster: {
    ...sections.cluster,
    microBatchSize: sections.cluster.microBatchSize ?? defaultMicroBatchSize(sections.fit.batchSize),
  },
}));

/** A job with all defaults filled in. */
export type Job = z.output<typeof jobSchema>;

/** A job as it may be written. */
export type JobInput = z.input<typeof jobSchema>;

function checkAcrossSections(sections: Sections, context: z.core.$RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) => {
    context.addIssue({ code: "custom", path, message });
  };
  const { data, fit, cluster, metrics } = sections;
  if (data.validation !== undefined && fit.validationSplit > 0) {
    refuse(["fit", "validationSplit"], `expected 0 as data.validation is given, got ${fit.validationSplit}`);
  }
  if (cluster.microBatchSize !== undefined && cluster.microBatchSize > fit.batchSize) {
    const most = `at most fit.batchSize (${fit.batchSize})`;
    refuse(["cluster", "microBatchSize"], `expected ${most}, got ${cluster.microBatchSize}`);
  }
  const least = Math.ceil(fit.batchSize / maxMicroBatches);
  if (cluster.microBatchSize !== undefined && cluster.microBatchSize < least) {
    const reason = `for fit.batchSize ${fit.batchSize} in at most ${maxMicroBatches} micro-batches`;
    const message = `expected at least ${least} ${reason}, got ${cluster.microBatchSize}`;
    refuse(["cluster", "microBatchSize"], message);
  }
  metrics.forEach((metric, index) => {
    const name = metric.name ?? metric.type;
    if (metrics.findIndex((other) => (other.name ?? other.type) === name) < index) {
      refuse(["metrics", index], `expected each metric once, got "${name}" again`);
    }
  });
}
