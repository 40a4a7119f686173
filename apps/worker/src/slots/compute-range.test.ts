import type { MicroBatch, NonFinitePlace, PreparedModel } from "@lockstep/backend";
import { describe, expect, it } from "vitest";
import { AbandonedRange, computeRange } from "./compute-range.js";
import type { RangeTask } from "./range-task.js";

const layout = {
  inputs: [{ name: "x", shape: [4, 1], timed: true }],
  target: { name: "y", shape: [1], timed: false },
  weight: { name: "sampleWeight", shape: [], timed: false },
  timeSteps: 4,
  padding: { side: "post", value: -1 },
} as const;

/** A model of one state that notes what it is given: states go up by one. */
class NotingModel implements PreparedModel {
  readonly batches: MicroBatch[] = [];
  looked = 0;

  constructor(
    private readonly lossOf: (batch: MicroBatch) => number = () => 1,
    private readonly place?: (batch: MicroBatch) => NonFinitePlace | undefined,
  ) {}

  gradient(batch: MicroBatch) {
    return { gradient: Float32Array.of(batch.rows), ...this.evaluate(batch) };
  }
  evaluate(batch: MicroBatch) {
    this.batches.push(batch);
    return {
      statistics: Float64Array.of(this.lossOf(batch), batch.rows, batch.rows),
      states: this.#next(batch),
    };
  }
  predict(batch: MicroBatch) {
    this.batches.push(batch);
    return { predictions: new Float32Array(batch.rows).fill(batch.rows), states: this.#next(batch) };
  }
  locateNonFinite(batch: MicroBatch) {
    this.looked++;
    return this.place?.(batch);
  }
  setParameters = (): void => undefined;
  dispose = (): void => undefined;

  #next({ states, rows }: MicroBatch): Float32Array {
    return states ? states.map((state) => state + 1) : new Float32Array(rows);
  }
}

/** Sequence 5 (one time step), 6 (two) and 7 (four), in two micro-batches. */
const task: RangeTask = {
  purpose: "gradient",
  step: 3,
  rows: [2, 1],
  part: "train",
  sequences: Uint32Array.of(5, 6, 7),
  data: [
    { length: 1, values: Float32Array.of(1, 10, 0.5) },
    { length: 2, values: Float32Array.of(2, 3, 20, 0.25) },
    { length: 4, values: Float32Array.of(4, 5, 6, 7, 30, 1) },
  ],
  timeSteps: 4,
  states: Float32Array.of(100, 200, 300),
};
const run = (model: PreparedModel) => ({ model, layout, seed: 9 });

describe("computeRange", () => {
  it("pads each micro-batch and gives it weights, states and what is random", () => {
    const model = new NotingModel();
    const { gradient, statistics, states } = computeRange(run(model), task);
    expect(model.batches).toEqual([
      {
        rows: 2,
        inputs: [Float32Array.of(1, -1, -1, -1, 2, 3, -1, -1)],
        y: Float32Array.of(10, 20),
        timeSteps: 4,
        weights: Float32Array.of(0.5, 0.25),
        states: Float32Array.of(100, 200),
        random: { seed: 9, step: 3, sequences: Uint32Array.of(5, 6) },
      },
      {
        rows: 1,
        inputs: [Float32Array.of(4, 5, 6, 7)],
        y: Float32Array.of(30),
        timeSteps: 4,
        weights: Float32Array.of(1),
        states: Float32Array.of(300),
        random: { seed: 9, step: 3, sequences: Uint32Array.of(7) },
      },
    ]);
    expect([...gradient]).toEqual([3]);
    expect([...statistics]).toEqual([2, 3, 3]);
    expect([...states]).toEqual([101, 201, 301]);
  });

  it.each(["gradient", "evaluate", "predict"] as const)(
    "gives up at the next micro-batch when the result is not wanted any more (%s)",
    (purpose) => {
      const model = new NotingModel();
      const isWanted = (): boolean => model.batches.length < 1;
      const giveUp = () => computeRange({ ...run(model), isWanted }, { ...task, purpose });
      expect(giveUp).toThrow(AbandonedRange);
      expect(model.batches).toHaveLength(1);
    },
  );

  it("takes a part of the time steps", () => {
    const model = new NotingModel();
    computeRange(run(model), { ...task, timeRange: { begin: 1, end: 3 } });
    expect(model.batches[0]).toMatchObject({ inputs: [Float32Array.of(-1, -1, 3, -1)], timeSteps: 2 });
    expect(model.batches[1]).toMatchObject({ inputs: [Float32Array.of(5, 6)], timeSteps: 2 });
  });

  it("draws nothing at random where it does not train", () => {
    const model = new NotingModel();
    computeRange(run(model), { ...task, purpose: "evaluate" });
    expect(model.batches.map(({ random }) => random)).toEqual([undefined, undefined]);
  });

  it("predicts in the order of the rows, without targets", () => {
    const model = new NotingModel();
    const result = computeRange(run(model), { ...task, purpose: "predict" });
    expect([...result.predictions]).toEqual([2, 2, 1]);
    expect([...result.states]).toEqual([101, 201, 301]);
    expect(model.batches.map(({ y }) => y.length)).toEqual([0, 0]);
  });

  it("looks for nothing where all is finite", () => {
    const model = new NotingModel();
    expect(computeRange(run(model), task).nonFinite).toBeUndefined();
    expect(model.looked).toBe(0);
  });

  const second = (batch: MicroBatch): boolean => batch.rows === 1;

  it("says where the first value was that is not finite: micro-batch, sequence, layer and time step", () => {
    const model = new NotingModel(
      (batch) => (second(batch) ? NaN : 1),
      (batch) =>
        second(batch) ? { layer: "lstm", pass: "forward", row: 0, timeStep: 1, value: Infinity } : undefined,
    );
    const range = { ...task, timeRange: { begin: 2, end: 4 } };
    expect(computeRange(run(model), range).nonFinite).toEqual({
      microBatch: 1,
      sequence: 7,
      layer: "lstm",
      pass: "forward",
      timeStep: 3,
      value: Infinity,
    });
  });

  it("says nothing of the place where only the sum is not finite", () => {
    const model = new NotingModel(() => Infinity);
    expect(computeRange(run(model), task)).not.toHaveProperty("nonFinite");
    expect(model.looked).toBe(2);
  });
});
