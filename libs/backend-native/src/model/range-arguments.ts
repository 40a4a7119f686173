import type { MicroBatchRange, RangeResult } from "@lockstep/backend";
import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { RangeArguments, RangeOutcome, RangeOutputs } from "../addon/addon.js";

/** A range as the addon takes it. */
export function rangeArguments({ purpose, rows, batch }: MicroBatchRange): RangeArguments {
  const { inputs, y, timeSteps, weights, mask, states, random } = batch;
  const { seed, step, sequences } = random ?? {};
  return [purpose, rows, inputs, y, timeSteps, weights, mask, states, seed, step, sequences];
}

/** Values of what a range is computed into. */
export interface RangeSizes {
  readonly parameterCount: number;
  readonly statisticsLength: number;
  /** Of each row. */
  readonly stateSize: number;
}

export function rangeSizes(plan: ModelPlan, objective: Objective): RangeSizes {
  const { parameterCount, stateSize } = plan;
  return { parameterCount, stateSize, statisticsLength: objective.statisticsLength };
}

/** Memory for what a range comes to. @param gradient taken where the range asks for one; absent: made */
export function rangeOutputs(
  { parameterCount, statisticsLength, stateSize }: RangeSizes,
  { purpose, batch }: MicroBatchRange,
  gradient?: Float32Array,
): RangeOutputs {
  return [
    purpose === "gradient" ? (gradient ?? new Float32Array(parameterCount)) : new Float32Array(),
    new Float64Array(purpose === "predict" ? 0 : statisticsLength),
    new Float32Array(batch.rows * stateSize),
  ];
}

export function rangeResult(
  [gradient, statistics, states]: RangeOutputs,
  { isFinite, predictions = new Float32Array() }: RangeOutcome,
): RangeResult {
  return { gradient, statistics, predictions, states, isFinite };
}
