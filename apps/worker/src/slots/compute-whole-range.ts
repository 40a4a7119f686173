import type { MicroBatchRange, RangeModel, RangeResult } from "@lockstep/backend";
import type { NonFinite, TensorMemory } from "@lockstep/protocol";
import { assembledBatch, type Assembly } from "./assembled-batch.js";
import type { IsBrief } from "./brief-range.js";
import { nonFiniteAt } from "./non-finite.js";
import { microBatchTasks, type RangeTask } from "./range-task.js";
import type { SlotResult } from "./slot-messages.js";

/** What ranges of a run are computed with. */
export interface RunRangeModel extends Assembly {
  readonly model: RangeModel;
  readonly isBrief: IsBrief;
  /** Of gradients that nobody looks at any more; absent: each has its own. */
  readonly gradients?: TensorMemory;
  /** Values of a gradient. */
  readonly parameterCount: number;
}

/**
 * Computes a range in one call, to the bit what `computeRange` makes of it; one that takes less time than it would take
 * to reach another thread, on this one. Where the sums are not finite, it looks for the first value that is not.
 * @param signal gives the range up; rejects then
 * @param batch its sequences, if they have been put together; default: they are
 */
export async function computeWholeRange(
  run: RunRangeModel,
  task: RangeTask,
  signal: AbortSignal,
  batch = assembledBatch(run, task),
): Promise<SlotResult> {
  const { purpose, rows, timeSteps, gradientFlow } = task;
  if (rows.length === 0) throw new Error("rows: expected at least one micro-batch, got none");
  const range = { purpose, rows, batch, gradientFlow };
  const { isFinite, ...result } = await computed(run, range, { timeSteps, signal });
  if (purpose === "predict" || isFinite) return result;
  const nonFinite = await firstNonFinite(run, task, signal);
  return nonFinite ? { ...result, nonFinite } : result;
}

async function computed(
  run: RunRangeModel,
  range: MicroBatchRange,
  { timeSteps, signal }: { readonly timeSteps: number; readonly signal: AbortSignal },
): Promise<RangeResult> {
  const { model, isBrief, gradients, parameterCount } = run;
  const gradient = range.purpose === "gradient" ? gradients?.takeFloats(parameterCount) : undefined;
  try {
    const here = isBrief(range.batch.rows, timeSteps) ? model.computeRangeHere?.(range, gradient) : undefined;
    return here ?? (await model.computeRange(range, signal, gradient));
  } catch (error) {
    if (gradient) gradients?.give(gradient);
    throw error;
  }
}

/** @returns undefined where it only comes of adding up */
async function firstNonFinite(
  run: RunRangeModel,
  task: RangeTask,
  signal: AbortSignal,
): Promise<NonFinite | undefined> {
  let microBatch = 0;
  for (const part of microBatchTasks(task)) {
    signal.throwIfAborted();
    const place = await run.model.locateNonFinite(assembledBatch(run, part));
    if (place) return nonFiniteAt(place, part, microBatch);
    microBatch++;
  }
  return undefined;
}
