import type { MicroBatch, PreparedModel } from "@lockstep/backend";
import type { NonFinite } from "@lockstep/protocol";
import { joinVectors, ReductionTree } from "@lockstep/reduction";
import { assembledBatch, type Assembly } from "./assembled-batch.js";
import { isAllFinite, nonFiniteAt } from "./non-finite.js";
import { microBatchTasks, type RangeTask } from "./range-task.js";
import type { SlotResult } from "./slot-messages.js";

/** What micro-batches of a run are computed with. */
export interface RunModel extends Assembly {
  readonly model: PreparedModel;
  /** Asked before every micro-batch. Default: yes. */
  readonly isWanted?: () => boolean;
}

/** A range whose result nobody wants any more was given up. */
export class AbandonedRange extends Error {}

/**
 * Computes a range micro-batch by micro-batch and adds the sums up as the canonical tree does. Where the sums are not
 * finite, it looks for the first value that is not.
 * @throws AbandonedRange
 */
export function computeRange(run: RunModel, task: RangeTask): SlotResult {
  const result = task.purpose === "predict" ? predict(run, task) : sumUp(run, task);
  if (task.purpose === "predict" || isAllFinite(result)) return result;
  const nonFinite = firstNonFinite(run, task);
  return nonFinite ? { ...result, nonFinite } : result;
}

function sumUp(run: RunModel, task: RangeTask): SlotResult {
  const tree = new ReductionTree(task.rows.length);
  const states: Float32Array[] = [];
  let first = 0;
  for (const batch of microBatches(run, task)) {
    const computed =
      task.purpose === "gradient"
        ? run.model.gradient(batch, { gradientFlow: task.gradientFlow })
        : { gradient: new Float32Array(), ...run.model.evaluate(batch) };
    tree.add({ first: first++, count: 1 }, { gradient: computed.gradient, statistics: computed.statistics });
    states.push(computed.states);
  }
  const sums = tree.root;
  if (!sums) throw new Error("rows: expected at least one micro-batch, got none");
  return { ...sums, predictions: new Float32Array(), states: joinVectors(states) };
}

function predict(run: RunModel, task: RangeTask): SlotResult {
  const pieces = Array.from(microBatches(run, task), (batch) => run.model.predict(batch));
  return {
    gradient: new Float32Array(),
    statistics: new Float64Array(),
    predictions: joinVectors(pieces.map(({ predictions }) => predictions)),
    states: joinVectors(pieces.map(({ states }) => states)),
  };
}

/**
 * Goes through the micro-batches of a range again until one has a value that is not finite.
 * @returns undefined where it only comes of adding up
 */
function firstNonFinite(run: RunModel, task: RangeTask): NonFinite | undefined {
  let microBatch = 0;
  for (const part of wantedMicroBatches(run, task)) {
    const place = run.model.locateNonFinite(assembledBatch(run, part));
    if (place) return nonFiniteAt(place, part, microBatch);
    microBatch++;
  }
  return undefined;
}

/** Puts micro-batches together one at a time, as each is needed. */
function* microBatches(run: RunModel, task: RangeTask): Generator<MicroBatch> {
  for (const part of wantedMicroBatches(run, task)) yield assembledBatch(run, part);
}

function* wantedMicroBatches({ isWanted }: RunModel, task: RangeTask): Generator<RangeTask> {
  for (const part of microBatchTasks(task)) {
    if (isWanted?.() === false) throw new AbandonedRange("the range is not wanted any more");
    yield part;
  }
}
