import type { TreeNode } from "@lockstep/reduction";
import { firstNonFinite } from "./gradient.js";
import { sequencesOf, type Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import type { ResultValues } from "./run-messages.js";

/** What is wrong with the lengths of a result's vectors for its round; undefined where nothing is. */
export function lengthProblem(
  round: Round,
  node: TreeNode,
  values: ResultValues,
  run: RunDefinition,
): string | undefined {
  const rows = sequencesOf(round, node.first, node.count).length;
  const outputSize = run.plan.outputShape.reduce((product, size) => product * size, 1);
  const expected = {
    gradient: round.purpose === "gradient" ? run.plan.parameterCount : 0,
    statistics: round.purpose === "predict" ? 0 : run.objective.statisticsLength,
    predictions: round.purpose === "predict" ? rows * outputSize : 0,
  };
  const wrong = (["gradient", "statistics", "predictions"] as const).find(
    (field) => values[field].length !== expected[field],
  );
  return wrong && `result.${wrong}: expected ${expected[wrong]} elements, got ${values[wrong].length}`;
}

/** Names the first value of a result that is not finite; undefined where all are. */
export function nonFiniteValue(values: ResultValues, run: RunDefinition): string | undefined {
  const gradient = firstNonFinite(values.gradient, run.plan);
  if (gradient !== undefined) return `the gradient of ${gradient}`;
  if (values.statistics.some((value) => !Number.isFinite(value))) return "the loss or a metric is not finite";
  const prediction = values.predictions.findIndex((value) => !Number.isFinite(value));
  return prediction < 0
    ? undefined
    : `prediction ${prediction} is ${values.predictions[prediction] as number}`;
}
