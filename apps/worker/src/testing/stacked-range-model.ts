import type { MicroBatch, MicroBatchRange, PreparedModel, RangeModel, RangeResult } from "@lockstep/backend";
import { joinVectors, ReductionTree } from "@lockstep/reduction";

/**
 * A range model as its contract has it, on a model that computes micro-batch by micro-batch: it yields before each, so
 * that it can be given up there.
 */
export class StackedRangeModel implements RangeModel {
  isDisposed = false;

  constructor(private readonly model: PreparedModel) {}

  setParameters(parameters: Float32Array): void {
    this.model.setParameters(parameters);
  }

  async computeRange({ purpose, rows, batch }: MicroBatchRange, signal: AbortSignal): Promise<RangeResult> {
    const tree = new ReductionTree(rows.length);
    const predictions: Float32Array[] = [];
    const states: Float32Array[] = [];
    let first = 0;
    for (const [index, count] of rows.entries()) {
      await Promise.resolve();
      signal.throwIfAborted();
      const part = this.#compute(purpose, rowsOf(batch, first, count));
      if (purpose !== "predict") tree.add({ first: index, count: 1 }, part);
      predictions.push(part.predictions);
      states.push(part.states);
      first += count;
    }
    const sums = tree.root ?? { gradient: new Float32Array(), statistics: new Float64Array() };
    const result = { ...sums, predictions: joinVectors(predictions), states: joinVectors(states) };
    return { ...result, isFinite: Object.values(result).every((values) => values.every(Number.isFinite)) };
  }

  locateNonFinite(batch: MicroBatch) {
    return Promise.resolve(this.model.locateNonFinite(batch));
  }

  dispose(): void {
    this.isDisposed = true;
    this.model.dispose();
  }

  #compute(purpose: MicroBatchRange["purpose"], batch: MicroBatch): Omit<RangeResult, "isFinite"> {
    const nothing = {
      gradient: new Float32Array(),
      statistics: new Float64Array(),
      predictions: new Float32Array(),
    };
    switch (purpose) {
      case "gradient":
        return { ...nothing, ...this.model.gradient(batch) };
      case "evaluate":
        return { ...nothing, ...this.model.evaluate(batch) };
      case "predict":
        return { ...nothing, ...this.model.predict(batch) };
    }
  }
}

/** Some rows of a batch. */
function rowsOf(batch: MicroBatch, first: number, count: number): MicroBatch {
  const part = <Values extends Float32Array | Uint32Array>(values: Values): Values => {
    const size = values.length / batch.rows;
    return values.slice(first * size, (first + count) * size) as Values;
  };
  const { inputs, y, timeSteps, weights, mask, states, random } = batch;
  return {
    rows: count,
    inputs: inputs.map(part),
    y: part(y),
    ...(timeSteps === undefined ? {} : { timeSteps }),
    ...(weights ? { weights: part(weights) } : {}),
    ...(mask ? { mask: part(mask) } : {}),
    ...(states ? { states: part(states) } : {}),
    ...(random ? { random: { ...random, sequences: part(random.sequences) } } : {}),
  };
}
