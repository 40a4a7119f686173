import { parseJobValue, type Job } from "@lockstep/job";
import { planJob } from "@lockstep/model";
import type { RangeTask } from "../slots/range-task.js";

/** A small model, and a range of ragged sequences for it. */

export const job: Job = parseJobValue({
  data: { train: { random: { sequences: 4, timeSteps: 5, features: 2, labels: "binary" } } },
  model: {
    layers: [
      { type: "SimpleRNN", units: 3, dropout: 0.5 },
      { type: "Dense", units: 1, activation: "sigmoid" },
    ],
  },
  loss: "binary_crossentropy",
});

export const layout = {
  inputs: [{ name: "x", shape: [5, 2], timed: true }],
  target: { name: "y", shape: [1], timed: false },
  timeSteps: 5,
  padding: { side: "post", value: 0 },
} as const;

export const model = {
  jobJson: JSON.stringify(job),
  inputs: [{ name: "input", sizes: [5, 2] }],
  layouts: { train: layout },
};

export const plan = planJob(job, [[5, 2]]);

const wave = (length: number, phase = 0): Float32Array =>
  Float32Array.from({ length }, (_, index) => Math.fround((((index + phase) * 37) % 19) / 19));

export const parameters = wave(plan.parameterCount);

/** Seven micro-batches, the last one smaller. */
export const range: RangeTask = {
  purpose: "gradient",
  step: 0,
  rows: [4, 4, 4, 4, 4, 4, 2],
  part: "train",
  sequences: Uint32Array.from({ length: 26 }, (_, index) => 100 - index),
  data: Array.from({ length: 26 }, (_, index) => {
    const length = 1 + (index % 5);
    const values = wave(length * 2 + 1, index);
    values[length * 2] = index % 2;
    return { length, values };
  }),
  timeSteps: 5,
  states: new Float32Array(),
};

/** The range with infinite inputs in two of its sequences, the first of them in its fourth micro-batch. */
export function withInfinities(task: RangeTask): RangeTask {
  const infinite = (index: number) => {
    const row = task.data[index] as RangeTask["data"][number];
    return { ...row, values: row.values.with(1, Infinity).with(0, -Infinity) };
  };
  return { ...task, data: task.data.with(13, infinite(13)).with(22, infinite(22)) };
}
