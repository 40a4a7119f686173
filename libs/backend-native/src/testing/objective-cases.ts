import { parseJobValue } from "@lockstep/job";
import { objectiveOf, type Objective, type ObjectiveModel, type OutputMeaning } from "@lockstep/objective";

/** A loss as a job may have it, and how the model's outputs are to be read. */
export interface LossCase {
  readonly loss: { readonly type: string; readonly [option: string]: unknown };
  readonly meaning: OutputMeaning;
}

const predictions = "predictions";

/** Every loss with every meaning that its outputs may have. */
export const lossCases: readonly LossCase[] = [
  ...[
    { type: "categorical_hinge" },
    { type: "cosine_similarity" },
    { type: "hinge" },
    { type: "huber" },
    { type: "huber", delta: 0.3 },
    { type: "kl_divergence" },
    { type: "log_cosh" },
    { type: "mean_absolute_error" },
    { type: "mean_absolute_percentage_error" },
    { type: "mean_squared_error" },
    { type: "mean_squared_logarithmic_error" },
    { type: "poisson" },
    { type: "squared_hinge" },
    { type: "sparse_categorical_crossentropy", ignoreClass: 1 },
    { type: "sparse_categorical_crossentropy", ignoreClass: -1 },
  ].map((loss) => ({ loss, meaning: predictions }) as const),
  ...crossentropy("binary_crossentropy", "logits-of-sigmoid"),
  ...crossentropy("binary_crossentropy", "logits-of-sigmoid", { labelSmoothing: 0.1 }),
  ...crossentropy("categorical_crossentropy", "logits-of-softmax"),
  ...crossentropy("categorical_crossentropy", "logits-of-softmax", { labelSmoothing: 0.1 }),
  ...crossentropy("sparse_categorical_crossentropy", "logits-of-softmax"),
  {
    loss: { type: "sparse_categorical_crossentropy", fromLogits: true, ignoreClass: 0 },
    meaning: "logits",
  },
];

function crossentropy(type: string, ofActivation: OutputMeaning, options: object = {}): LossCase[] {
  const loss = { type, ...options };
  return [
    { loss, meaning: ofActivation },
    { loss, meaning: predictions },
    { loss: { ...loss, fromLogits: true }, meaning: "logits" },
  ];
}

export const hasClassNumbers = ({ loss }: LossCase) => loss.type === "sparse_categorical_crossentropy";

const ofSides = ["hinge", "squared_hinge"];

/** Every metric of targets that have a value for each output, but for those that want sides. */
const valueMetrics = [
  ...["accuracy", "auc", "binary_accuracy", "binary_crossentropy", "categorical_accuracy"],
  ...["categorical_crossentropy", "categorical_hinge", "cosine_similarity", "false_negatives"],
  ...["false_positives", "kl_divergence", "log_cosh", "mean_absolute_error", "mean_squared_error"],
  ...["mean_absolute_percentage_error", "mean_squared_logarithmic_error", "poisson", "precision", "recall"],
  ...["root_mean_squared_error", "true_negatives", "true_positives"],
  { type: "auc", numThresholds: 7, curve: "PR", fromLogits: true },
  { type: "binary_accuracy", threshold: 0.2 },
  { type: "binary_crossentropy", fromLogits: true, labelSmoothing: 0.2 },
  { type: "categorical_crossentropy", fromLogits: true, labelSmoothing: 0.2 },
  { type: "precision", thresholds: 0.1, classId: 0 },
  { type: "recall", thresholds: 0.9 },
  { type: "top_k_categorical_accuracy", k: 2 },
];

const sequenceMetrics = [
  "r2_score",
  { type: "f1_score", average: "macro" },
  { type: "f1_score", average: "micro", threshold: 0.4 },
  { type: "f1_score", average: "weighted", threshold: 0 },
];

const classNumberMetrics = [
  ...["accuracy", "sparse_categorical_accuracy", "sparse_categorical_crossentropy"],
  { type: "sparse_categorical_crossentropy", fromLogits: true },
  { type: "sparse_top_k_categorical_accuracy", k: 2 },
];

/** What an entry of a model's outputs is. */
export interface OutputShape {
  readonly width: number;
  readonly entriesPerRow: number;
}

/** The objective with every metric that it may have, each without and with sample weights. */
export function objectiveWithAllMetrics(lossCase: LossCase, shape: OutputShape): Objective {
  const { loss, meaning } = lossCase;
  const ofSequences = shape.entriesPerRow === 1 ? sequenceMetrics : [];
  const ofValues = [...valueMetrics, ...ofSequences, ...(ofSides.includes(loss.type) ? ofSides : [])];
  const metrics = hasClassNumbers(lossCase) ? classNumberMetrics : ofValues;
  // One at a time, as a job names no metric twice; their names in the history are numbered.
  const specs = metrics.flatMap((metric) => parsed({ metrics: [metric] }).metrics);
  return objectiveOf(
    { loss: parsed({ loss }).loss, metrics: specs, weightedMetrics: specs },
    modelOf(meaning, shape),
  );
}

/** A part of a job with all defaults filled in. */
function parsed(part: { readonly loss?: unknown; readonly metrics?: readonly unknown[] }) {
  return parseJobValue({
    name: "objective",
    data: { train: { random: { sequences: 1, timeSteps: 1, features: 1, labels: "binary" } } },
    model: { layers: [{ type: "Dense", units: 1 }] },
    loss: "mse",
    ...part,
  });
}

/** A model whose outputs have that meaning. */
function modelOf(meaning: OutputMeaning, { width, entriesPerRow }: OutputShape): ObjectiveModel {
  const outputShape = entriesPerRow === 1 ? [width] : [entriesPerRow, width];
  const activation = { "logits-of-sigmoid": "sigmoid", "logits-of-softmax": "softmax" }[meaning as string];
  return { outputShape, layers: [{ spec: { type: "Dense", activation: activation ?? "linear" } }] };
}
