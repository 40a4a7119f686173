import type { LossSpec, MetricSpec } from "@lockstep/job";
import type { Objective, OutputMeaning } from "@lockstep/objective";
import { ProgramWriter, type Program } from "../program/program-writer.js";

/** In the place of a class. */
const allClasses = -1;

/** In the order of OutputMeaning in core/objective/output_meaning.h. */
const meanings: Readonly<Record<OutputMeaning, number>> = {
  "logits-of-sigmoid": 0,
  "logits-of-softmax": 1,
  logits: 2,
  predictions: 3,
};

/** In the order of LossKind in core/objective/losses/loss.h. */
const lossKinds: Readonly<Record<LossSpec["type"], number>> = {
  binary_crossentropy: 0,
  categorical_crossentropy: 1,
  categorical_hinge: 2,
  cosine_similarity: 3,
  hinge: 4,
  huber: 5,
  kl_divergence: 6,
  log_cosh: 7,
  mean_absolute_error: 8,
  mean_absolute_percentage_error: 9,
  mean_squared_error: 10,
  mean_squared_logarithmic_error: 11,
  poisson: 12,
  sparse_categorical_crossentropy: 13,
  squared_hinge: 14,
};

/** In the order of MetricKind in core/objective/metrics/metric.h. */
const metricKinds: Readonly<Record<MetricSpec["type"], number>> = {
  accuracy: 0,
  auc: 1,
  binary_accuracy: 2,
  binary_crossentropy: 3,
  categorical_accuracy: 4,
  categorical_crossentropy: 5,
  categorical_hinge: 6,
  cosine_similarity: 7,
  f1_score: 8,
  false_negatives: 9,
  false_positives: 10,
  hinge: 11,
  kl_divergence: 12,
  log_cosh: 13,
  mean_absolute_error: 14,
  mean_absolute_percentage_error: 15,
  mean_squared_error: 16,
  mean_squared_logarithmic_error: 17,
  poisson: 18,
  precision: 19,
  r2_score: 20,
  recall: 21,
  root_mean_squared_error: 22,
  sparse_categorical_accuracy: 23,
  sparse_categorical_crossentropy: 24,
  sparse_top_k_categorical_accuracy: 25,
  squared_hinge: 26,
  top_k_categorical_accuracy: 27,
  true_negatives: 28,
  true_positives: 29,
};

/**
 * An objective as core/objective reads it, which then gives the same bits as its `accumulate`.
 * @returns undefined where the objective does not say what it is, so that its `accumulate` is all there is
 */
export function encodeObjective({ description }: Pick<Objective, "description">): Program | undefined {
  if (description === undefined) return undefined;
  const { loss, metrics, meaning, width, isTimed } = description;
  const program = new ProgramWriter().word(meanings[meaning]).word(width).flag(isTimed);
  writeLoss(loss, program);
  program.list(metrics, ({ spec, isWeighted }) => {
    program.flag(isWeighted).word(metricKinds[spec.type]);
    writeOptions(spec, program);
  });
  return program.program;
}

function writeLoss(loss: LossSpec, program: ProgramWriter): void {
  program.word(lossKinds[loss.type]);
  switch (loss.type) {
    case "binary_crossentropy":
    case "categorical_crossentropy":
      program.number(loss.labelSmoothing);
      break;
    case "huber":
      program.number(loss.delta);
      break;
    case "sparse_categorical_crossentropy":
      writeOptional(loss.ignoreClass, program);
      break;
    default: // has no options
  }
}

/** The options on which sums depend; others only say how a number is made of them. */
function writeOptions(metric: MetricSpec, program: ProgramWriter): void {
  switch (metric.type) {
    case "auc":
      program.word(metric.numThresholds).flag(metric.fromLogits);
      break;
    case "binary_accuracy":
      program.number(metric.threshold);
      break;
    case "binary_crossentropy":
    case "categorical_crossentropy":
      program.flag(metric.fromLogits).number(metric.labelSmoothing);
      break;
    case "sparse_categorical_crossentropy":
      program.flag(metric.fromLogits);
      break;
    case "f1_score":
      program.flag(metric.average === "micro");
      writeOptional(metric.threshold, program);
      break;
    case "sparse_top_k_categorical_accuracy":
    case "top_k_categorical_accuracy":
      program.word(metric.k);
      break;
    case "precision":
    case "recall":
      program.number(metric.thresholds).word(metric.classId ?? allClasses);
      break;
    case "false_negatives":
    case "false_positives":
    case "true_negatives":
    case "true_positives":
      program.number(metric.thresholds).word(allClasses);
      break;
    default: // has none
  }
}

function writeOptional(value: number | undefined, program: ProgramWriter): void {
  program.flag(value !== undefined);
  if (value !== undefined) program.number(value);
}
