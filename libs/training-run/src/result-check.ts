import { gradientFlowLength } from "@lockstep/model";
import { finiteCheck, type Pace, type Sliced } from "@lockstep/numerics";
import type { TreeNode } from "@lockstep/reduction";
import { nonFiniteEntry } from "./gradient.js";
import { sequencesOf, type Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import type { NonFinitePlace, ResultValues } from "./run-messages.js";

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
    statistics: round.purpose === "predict" ? 0 : run.objective.statisticsLength + flowLength(round, run),
    predictions: round.purpose === "predict" ? rows * outputSize : 0,
    states: rows * run.plan.stateSize,
  };
  const wrong = (["gradient", "statistics", "predictions", "states"] as const).find(
    (field) => values[field].length !== expected[field],
  );
  return wrong && `result.${wrong}: expected ${expected[wrong]} elements, got ${values[wrong].length}`;
}

/** Sums of the gradient flow that are asked for. */
function flowLength({ gradientFlow }: Round, { plan }: RunDefinition): number {
  return gradientFlow ? gradientFlowLength(plan, gradientFlow.timeSteps) : 0;
}

/** Why a result ends the run: it has a value that is not finite. Undefined where all are. */
export function* nonFiniteProblem(
  round: Round,
  result: { readonly worker: string; readonly node: TreeNode; readonly values: ResultValues },
  run: RunDefinition,
  pace: Pace,
): Sliced<string | undefined> {
  const value = yield* nonFiniteValue(result.values, run, pace);
  if (value === undefined) return undefined;
  const { microBatch, text } = placeOf(result.node, result.values.nonFinite, value);
  const where = `${roundName(round)}, ${microBatch} (computed by ${result.worker})`;
  const ending = round.purpose === "gradient" ? "; the update is withheld" : "";
  return `${where}${text}${ending}`;
}

/** The worker's place of the first bad value, if it found one; otherwise the range and what it came to. */
function placeOf(
  { first, count }: TreeNode,
  found: NonFinitePlace | undefined,
  value: string,
): { microBatch: string; text: string } {
  const range = count === 1 ? `micro-batch ${first}` : `micro-batches ${first} to ${first + count - 1}`;
  if (!found) return { microBatch: range, text: `: ${value}` };
  const { microBatch, sequence, layer, timeStep, pass } = found;
  const time = timeStep === undefined ? "" : `, time step ${timeStep}`;
  return {
    microBatch: `micro-batch ${microBatch}`,
    text: `, sequence ${sequence}, layer ${layer}${time} (${pass}): ${found.value}`,
  };
}

function roundName({ purpose, parametersVersion, part, batch }: Round): string {
  return purpose === "gradient" ? `step ${parametersVersion + 1}` : `${part} batch ${batch + 1}`;
}

/** Names the first value of a result that is not finite; undefined where all are. */
function* nonFiniteValue(values: ResultValues, run: RunDefinition, pace: Pace): Sliced<string | undefined> {
  const checks = {
    gradient: finiteCheck(values.gradient),
    predictions: finiteCheck(values.predictions),
    states: finiteCheck(values.states),
  };
  yield* pace.run(Object.values(checks).map(({ operation }) => operation));
  const gradient = nonFiniteEntry(values.gradient, checks.gradient.index(), run.plan);
  if (gradient !== undefined) return `the gradient of ${gradient}`;
  // What is only told of, the gradient flow, ends no run.
  const measured = values.statistics.subarray(0, run.objective.statisticsLength);
  if (measured.some((value) => !Number.isFinite(value))) return "the loss or a metric is not finite";
  return (
    bad("prediction", values.predictions, checks.predictions.index()) ??
    bad("carried state", values.states, checks.states.index())
  );
}

function bad(what: string, values: Float32Array, index: number): string | undefined {
  return index < 0 ? undefined : `${what} ${index} is ${values[index] as number}`;
}
