import type { MicroBatch, PreparedModel } from "@lockstep/backend";
import { joinVectors, ReductionTree } from "@lockstep/reduction";
import { assembleBatch, type RowLayout } from "@lockstep/sequence-data/assembly";
import { firstNonFinite, isAllFinite } from "./first-non-finite.js";
import { rangePart, type RangeTask } from "./range-task.js";
import type { SlotResult } from "./slot-messages.js";

/** What micro-batches of a run are computed with. */
export interface RunModel {
  readonly model: PreparedModel;
  /** Of the part of the data that the range is of. */
  readonly layout: RowLayout;
  /** The job's. */
  readonly seed: number;
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
  const nonFinite = firstNonFinite(run.model, task, microBatches(run, task));
  return nonFinite ? { ...result, nonFinite } : result;
}

function sumUp(run: RunModel, task: RangeTask): SlotResult {
  const tree = new ReductionTree(task.rows.length);
  const states: Float32Array[] = [];
  let first = 0;
  for (const batch of microBatches(run, task)) {
    const computed =
      task.purpose === "gradient"
        ? run.model.gradient(batch)
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

/** Puts micro-batches together one at a time, as each is needed. */
function* microBatches(run: RunModel, task: RangeTask): Generator<MicroBatch> {
  for (let first = 0; first < task.rows.length; first++) {
    if (run.isWanted?.() === false) throw new AbandonedRange("the range is not wanted any more");
    yield microBatch(run, rangePart(task, { first, count: 1 }));
  }
}

function microBatch({ layout, seed }: RunModel, task: RangeTask): MicroBatch {
  const { data, timeSteps, timeRange, sequences, states, step } = task;
  const { inputs, y, weights } = assembleBatch(layout, data, timeSteps, timeRange);
  return {
    rows: data.length,
    inputs,
    y: task.purpose === "predict" ? new Float32Array() : y,
    timeSteps: timeRange ? timeRange.end - timeRange.begin : timeSteps,
    ...(weights ? { weights } : {}),
    ...(states.length > 0 ? { states } : {}),
    ...(task.purpose === "gradient" ? { random: { seed, step, sequences } } : {}),
  };
}
