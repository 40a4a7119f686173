import type * as z from "zod";
import { checkCallbacks } from "./checks/check-callbacks.js";
import { checkData } from "./checks/check-data.js";
import { checkMetrics } from "./checks/check-metrics.js";
import { checkMicroBatches, checkWorkers } from "./checks/check-cluster.js";
import { checkOptimizer } from "./checks/check-optimizer.js";
import { checkStateful, checkTruncated } from "./checks/check-states.js";
import type { Refuse } from "./checks/refuse.js";
import { choice, text, wholeNumber } from "./fields.js";
import { lossSchema } from "./losses/loss.js";
import { metricSchema } from "./metrics/metric.js";
import { defaultMicroBatchSize } from "./micro-batch-size.js";
import { optimizerSchema } from "./optimizers/optimizer.js";
import { checkpointsSchema } from "./sections/checkpoints.js";
import { clusterSchema } from "./sections/cluster.js";
import { dataSchema } from "./sections/data.js";
import { fitSchema } from "./sections/fit.js";
import { modelSchema } from "./sections/model.js";
import { telemetrySchema } from "./sections/telemetry.js";
import { list, mapping } from "./structures.js";

const sectionsSchema = mapping({
  name: text("a name", 100).default("run").describe("Name of the run, for people. Default: run."),
  seed: wholeNumber(0, 2 ** 32 - 1)
    .default(0)
    .describe("Seed of everything random: initialisers, shuffling, dropout, random data. Default: 0."),
  data: dataSchema,
  model: modelSchema,
  loss: lossSchema,
  metrics: list(metricSchema, "metrics", 0, 20)
    .prefault([])
    .describe("Metrics beside the loss, without sample weights. Default: none."),
  weightedMetrics: list(metricSchema, "metrics", 0, 20)
    .prefault([])
    .describe("Metrics with sample weights and class weights. Default: none."),
  optimizer: optimizerSchema.prefault("Adam").describe("The optimizer. Default: Adam with Keras's defaults."),
  fit: fitSchema.prefault({}).describe("How the model is trained. Default: all defaults."),
  cluster: clusterSchema.prefault({}).describe("How the work is spread over workers. Default: all defaults."),
  checkpoints: checkpointsSchema
    .prefault({})
    .describe(
      "What a run keeps to go on by itself, to the bit, after its coordinator ended in the middle. One checkpoint is always written before the first step and on every pause. Default: all defaults.",
    ),
  telemetry: telemetrySchema
    .prefault({})
    .describe("What a run tells of itself, besides its losses and metrics. Default: all defaults."),
  determinism: choice(["strict", "relaxed"])
    .default("strict")
    .describe(
      "strict: a worker whose numbers could differ in their last bits is refused; relaxed: it may join. Default: strict.",
    ),
}).describe("A Lockstep job: one training run.");

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
  const refuse: Refuse = (path, message) => {
    context.addIssue({ code: "custom", path, message });
  };
  const layers = "layers" in sections.model ? sections.model.layers : [];
  checkData(sections, refuse);
  checkMetrics(sections.metrics, "metrics", refuse);
  checkMetrics(sections.weightedMetrics, "weightedMetrics", refuse);
  checkOptimizer(sections.optimizer, refuse);
  checkStateful(layers, sections.fit, refuse);
  checkTruncated(layers, sections.fit, refuse);
  checkCallbacks(sections, refuse);
  checkMicroBatches(sections, refuse);
  checkWorkers(sections, refuse);
}
