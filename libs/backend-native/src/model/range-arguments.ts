import { BackendError, withGradientFlow, type MicroBatchRange, type RangeResult } from "@lockstep/backend";
import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type {
  AddonRangeModel,
  AddonThreadPool,
  RangeArguments,
  RangeOutcome,
  RangeOutputs,
  Submitted,
} from "../addon/addon.js";

/** What says how much a range comes to. */
export interface RangeSizes {
  readonly plan: Pick<ModelPlan, "parameterCount" | "stateSize">;
  readonly objective: Pick<Objective, "statisticsLength">;
}

/** A range for a model of the addon. */
export interface GivenRange {
  readonly sizes: RangeSizes;
  readonly range: MicroBatchRange;
  /** Memory for its gradient where it asks for one; absent: made. */
  readonly gradient?: Float32Array | undefined;
}

/** Computes it before it returns. */
export function computeAddonRange(model: AddonRangeModel, given: GivenRange): RangeResult {
  const outputs = rangeOutputs(given);
  return rangeResult(outputs, model.compute(...rangeArguments(given.range), ...outputs));
}

/** Has it computed on a thread of the pool. */
export function submitAddonRange(
  model: AddonRangeModel,
  pool: AddonThreadPool,
  given: GivenRange,
): Submitted<RangeResult> {
  const outputs = rangeOutputs(given);
  const { ticket, result } = model.submit(pool, ...rangeArguments(given.range), ...outputs);
  return { ticket, result: result.then((outcome) => rangeResult(outputs, outcome)) };
}

/** A range as the addon takes it. */
export function rangeArguments(range: MicroBatchRange): RangeArguments {
  const { purpose, rows, batch, gradientFlow = false } = range;
  const { inputs, y, timeSteps, weights, mask, states, random } = batch;
  const { seed, step, sequences } = random ?? {};
  const key = [seed, step, sequences] as const;
  return [purpose, counts(rows), inputs, y, timeSteps, weights, mask, states, ...key, gradientFlow];
}

/** What is no number stays NaN, which the addon refuses by its place. */
function counts(rows: readonly unknown[]): Float64Array {
  checkRowsArray(rows);
  const numbers = new Float64Array(rows.length).fill(NaN);
  for (let index = 0; index < rows.length; index++) {
    const count = rows[index];
    if (typeof count === "number") numbers[index] = count;
  }
  return numbers;
}

/** @throws BackendError */
export function checkRowsArray(rows: unknown): void {
  if (!Array.isArray(rows)) throw new BackendError("wrong-value", "rows: expected an array");
}

/** Memory for what a range comes to. */
export function rangeOutputs({ sizes, range, gradient }: GivenRange): RangeOutputs {
  const { plan, objective } = sizes;
  const { purpose, batch } = range;
  return [
    purpose === "gradient" ? (gradient ?? new Float32Array(plan.parameterCount)) : new Float32Array(),
    new Float64Array(purpose === "predict" ? 0 : objective.statisticsLength),
    new Float32Array(batch.rows * plan.stateSize),
  ];
}

function rangeResult(
  [gradient, statistics, states]: RangeOutputs,
  { isFinite, predictions = new Float32Array(), flow }: RangeOutcome,
): RangeResult {
  return { gradient, statistics: withGradientFlow(statistics, flow), predictions, states, isFinite };
}
