import { describe, expect, it } from "vitest";
import { objectiveOf } from "./objective-of.js";
import { parsedChoice } from "./testing/parsed-choice.js";
import { referenceBatches, type ReferenceBatch } from "./testing/reference-batches.js";

type Row = readonly [
  batch: keyof typeof referenceBatches,
  metric: { readonly type: string } & Readonly<Record<string, unknown>>,
  unweighted: number,
  weighted: number,
];

/**
 * Keras 3.15.1 on TensorFlow 2.21 in float64: CompileMetrics with the metric under metrics and under weighted_metrics,
 * updated with the first two rows of the batch and then with the rest.
 */
const references: readonly Row[] = [
  ["labels", { type: "accuracy" }, 0.5, 0.5190476205],
  ["labels", { type: "binary_accuracy" }, 0.5416666667, 0.5297619044],
  ["labels", { type: "binary_accuracy", threshold: 0.3 }, 0.5833333333, 0.557936508],
  ["labels", { type: "precision" }, 0.5454545455, 0.4819188188],
  ["labels", { type: "precision", thresholds: 0.405, classId: 1 }, 0.75, 0.7020408071],
  ["labels", { type: "recall" }, 0.5, 0.5748239449],
  ["labels", { type: "recall", thresholds: 0.3, classId: 0 }, 0.75, 0.7924528358],
  ["labels", { type: "true_positives", thresholds: 0.6 }, 5.0, 5.909999967],
  ["labels", { type: "false_positives", thresholds: 0.6 }, 4.0, 5.370000005],
  ["labels", { type: "true_negatives", thresholds: 0.6 }, 8.0, 8.469999909],
  ["labels", { type: "false_negatives", thresholds: 0.6 }, 7.0, 5.449999958],
  ["labels", { type: "auc", curve: "ROC", summationMethod: "interpolation" }, 0.6493055556, 0.6945247623],
  ["labels", { type: "auc", curve: "ROC", summationMethod: "minoring" }, 0.6458333333, 0.6933738449],
  ["labels", { type: "auc", curve: "ROC", summationMethod: "majoring" }, 0.6527777778, 0.6956756797],
  ["labels", { type: "auc", curve: "PR", summationMethod: "interpolation" }, 0.7277162855, 0.7321835446],
  ["labels", { type: "auc", curve: "PR", summationMethod: "minoring" }, 0.634723283, 0.5915037498],
  ["labels", { type: "auc", curve: "PR", summationMethod: "majoring" }, 0.7367837157, 0.74320954],
  ["labels", { type: "auc", numThresholds: 5 }, 0.6215277778, 0.6327883311],
  ["labels", { type: "auc", numThresholds: 5, curve: "PR" }, 0.6203516008, 0.5732618884],
  ["labels", { type: "auc", numThresholds: 2 }, 0.5, 0.5],
  ["labels", { type: "auc", fromLogits: true }, 0.6458333333, 0.6913143419],
  ["labels", { type: "f1_score", average: "micro", threshold: 0.5 }, 0.521739076, 0.5242873812],
  ["labels", { type: "f1_score", average: "macro", threshold: 0.5 }, 0.5238094604, 0.5223013153],
  ["labels", { type: "f1_score", average: "weighted", threshold: 0.5 }, 0.523809456, 0.5267017016],
  ["labels", { type: "f1_score", average: "macro" }, 0.4523809071, 0.4748872952],
  ["labels", { type: "mean_squared_error" }, 0.265337499, 0.2527375773],
  ["labels", { type: "root_mean_squared_error" }, 0.5151092107, 0.5027301237],
  ["labels", { type: "mean_absolute_error" }, 0.4254166647, 0.4202420604],
  ["labels", { type: "mean_absolute_percentage_error" }, 208333354.1, 260960332.5],
  ["labels", { type: "mean_squared_logarithmic_error" }, 0.1302337177, 0.1295998239],
  ["labels", { type: "log_cosh" }, 0.1223385453, 0.117226977],
  ["labels", { type: "poisson" }, 0.9202970969, 0.8302411159],
  ["labels", { type: "cosine_similarity" }, 0.725221162, 0.7060131866],
  ["labels", { type: "binary_crossentropy" }, 0.7650923481, 0.7121119252],
  ["labels", { type: "binary_crossentropy", labelSmoothing: 0.2 }, 0.8137393102, 0.7661554387],
  ["labels", { type: "binary_crossentropy", fromLogits: true }, 0.6962333725, 0.7247881499],
  ["labels", { type: "kl_divergence" }, 1.287139657, 0.8333045611],
  ["labels", { type: "hinge" }, 0.9254166647, 0.9694484097],
  ["labels", { type: "squared_hinge" }, 1.182004164, 1.32386456],
  ["labels", { type: "categorical_hinge" }, 0.7624999913, 0.8207737975],
  ["oneHot", { type: "accuracy" }, 0.25, 0.1968031998],
  ["oneHot", { type: "categorical_accuracy" }, 0.25, 0.1968031998],
  ["oneHot", { type: "top_k_categorical_accuracy", k: 2 }, 0.5, 0.5174825246],
  ["oneHot", { type: "top_k_categorical_accuracy", k: 5 }, 1.0, 1.0],
  ["oneHot", { type: "categorical_crossentropy" }, 1.392550512, 1.363733433],
  ["oneHot", { type: "categorical_crossentropy", labelSmoothing: 0.1 }, 1.406529022, 1.383255074],
  ["oneHot", { type: "categorical_crossentropy", fromLogits: true }, 1.378241387, 1.372143491],
  ["oneHot", { type: "f1_score", average: "micro" }, 0.2222221704, 0.1814831389],
  ["oneHot", { type: "f1_score", average: "macro" }, 0.2249999684, 0.2019999717],
  ["oneHot", { type: "f1_score", average: "weighted" }, 0.287499957, 0.2318201528],
  ["oneHot", { type: "categorical_hinge" }, 1.098749999, 1.099820179],
  ["oneHot", { type: "kl_divergence" }, 1.390071059, 1.361642245],
  ["oneHot", { type: "cosine_similarity" }, 0.4779285794, 0.4842493069],
  ["classes", { type: "accuracy" }, 0.25, 0.2549476157],
  ["classes", { type: "sparse_categorical_accuracy" }, 0.25, 0.2549476157],
  ["classes", { type: "sparse_top_k_categorical_accuracy", k: 2 }, 0.5, 0.5413271266],
  ["classes", { type: "sparse_categorical_crossentropy" }, 1.615383418, 1.478680023],
  ["classes", { type: "sparse_categorical_crossentropy", fromLogits: true }, 1.394491393, 1.371716668],
  ["regression", { type: "mean_squared_error" }, 2.094137534, 1.838485949],
  ["regression", { type: "root_mean_squared_error" }, 1.447113518, 1.355907795],
  ["regression", { type: "mean_absolute_error" }, 1.216249999, 1.143438881],
  ["regression", { type: "mean_absolute_percentage_error" }, 734.992989, 964.5237133],
  ["regression", { type: "mean_squared_logarithmic_error" }, 0.486604422, 0.4780069326],
  ["regression", { type: "log_cosh" }, 0.6815629073, 0.6157814357],
  ["regression", { type: "cosine_similarity" }, 0.5106888449, 0.4429238632],
  ["regression", { type: "r2_score" }, -2.562291114, -3.015023897],
  [
    "regression",
    { type: "r2_score", classAggregation: "variance_weighted_average" },
    -2.443920111,
    -3.031548192,
  ],
  ["regression", { type: "r2_score", numRegressors: 2 }, -3.1103359, -3.632719882],
  ["regression", { type: "r2_score", numRegressors: 15 }, -2.562291114, -3.015023897],
  ["steps", { type: "accuracy" }, 0.25, 0.2468694054],
  ["steps", { type: "binary_accuracy" }, 0.625, 0.5840787053],
  ["steps", { type: "mean_absolute_error" }, 0.4587499972, 0.4636762061],
  ["steps", { type: "root_mean_squared_error" }, 0.580628252, 0.5757828946],
  ["steps", { type: "precision" }, 0.6666666667, 0.5561555059],
  ["steps", { type: "recall", thresholds: 0.3, classId: 1 }, 0.8888888889, 0.9233176828],
  ["steps", { type: "auc" }, 0.4411764706, 0.4430153441],
  ["steps", { type: "true_positives" }, 8.0, 5.150000021],
  ["steps", { type: "binary_crossentropy" }, 0.8544159664, 0.8838464413],
  ["steps", { type: "log_cosh" }, 0.126686036, 0.1301731474],
  ["steps", { type: "cosine_similarity" }, 0.8001375477, 0.7102067127],
  ["steps", { type: "hinge" }, 0.6462499972, 0.7159123432],
  ["stepClasses", { type: "accuracy" }, 0.25, 0.3816254426],
  ["stepClasses", { type: "sparse_top_k_categorical_accuracy", k: 2 }, 0.75, 0.7420494658],
  ["stepClasses", { type: "sparse_categorical_crossentropy" }, 1.168591563, 1.161664445],
];

/** What a job has for it; Keras's top-k lets float32 alone through. */
const lossFor = (batch: string) =>
  batch === "classes" || batch === "stepClasses" ? "sparse_categorical_crossentropy" : "mean_squared_error";

const slice = (values: readonly number[] | undefined, begin: number, end: number) =>
  values && Float32Array.from(values.slice(begin, end));

/** Both values of a metric, from the first two rows and the rest apart. */
function measure(metric: Row[1], batch: ReferenceBatch, loss: string) {
  const choice = parsedChoice({
    loss,
    metrics: [{ name: "unweighted", ...metric }],
    weightedMetrics: [{ name: "weighted", ...metric }],
  });
  const objective = objectiveOf(choice, { outputShape: batch.shape.slice(1), layers: [] });
  const statistics = new Float64Array(objective.statisticsLength);
  const rows = batch.shape[0]!;
  for (const [begin, end] of [[0, 2] as const, [2, rows] as const]) {
    const part = (values: readonly number[] | undefined) =>
      slice(values, ((values?.length ?? 0) / rows) * begin, ((values?.length ?? 0) / rows) * end);
    const mask = part(batch.mask);
    const one = new Float64Array(objective.statisticsLength);
    objective.accumulate(
      {
        rows: end - begin,
        outputs: part(batch.outputs)!,
        targets: part(batch.targets)!,
        weights: part(batch.weights)!,
        ...(mask && { mask }),
      },
      one,
    );
    one.forEach((value, slot) => (statistics[slot]! += value));
  }
  return objective.summarise(statistics);
}

describe("metrics", () => {
  it.each(references.map((row) => ({ row, name: `${JSON.stringify(row[1])} of ${row[0]}` })))(
    "$name are Keras's",
    ({ row: [batch, metric, unweighted, weighted] }) => {
      const values = measure(metric, referenceBatches[batch], lossFor(batch));
      expect(Math.abs(values.unweighted! - unweighted)).toBeLessThan(1e-6 * Math.max(1, unweighted));
      expect(Math.abs(values.weighted! - weighted)).toBeLessThan(1e-6 * Math.max(1, weighted));
    },
  );
});
