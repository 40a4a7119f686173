import { planModel, type ModelPlan } from "@lockstep/model";
import type { MicroBatch } from "../gradient-backend.js";
import { layerSpecs } from "./layer-specs.js";
import { sampleValues } from "./sample-values.js";

/** A model with parameters and a batch for it, small enough for finite differences of every parameter. */
export interface Sample {
  readonly plan: ModelPlan;
  readonly parameters: Float32Array;
  readonly batch: MicroBatch;
}

const stacks = {
  "a SimpleRNN's last output": [{ type: "SimpleRNN", units: 3 }],
  "a SimpleRNN with every output": [{ type: "SimpleRNN", units: 3, returnSequences: true }],
  "a SimpleRNN going backwards, with every output": [
    { type: "SimpleRNN", units: 3, returnSequences: true, goBackwards: true },
  ],
  "stacked SimpleRNNs of both directions": [
    { type: "SimpleRNN", units: 4, returnSequences: true, goBackwards: true },
    { type: "SimpleRNN", units: 2, returnSequences: true },
    { type: "SimpleRNN", units: 3, goBackwards: true },
  ],
  "layers without bias": [
    { type: "SimpleRNN", units: 3, useBias: false },
    { type: "Dense", units: 2, useBias: false },
  ],
  "Dense layers before and behind sequences": [
    { type: "Dense", units: 3, activation: "tanh" },
    { type: "SimpleRNN", units: 4, returnSequences: true },
    { type: "Dense", units: 2, activation: "sigmoid" },
  ],
  "every activation": [
    { type: "Dense", units: 4, activation: "relu" },
    { type: "SimpleRNN", units: 3, activation: "sigmoid", returnSequences: true },
    { type: "SimpleRNN", units: 3, activation: "relu", returnSequences: true },
    { type: "SimpleRNN", units: 3, activation: "linear" },
    { type: "Dense", units: 2, activation: "linear" },
  ],
} as const;

/** Names of the stacks of layers to try. */
export const stackNames = Object.keys(stacks) as readonly (keyof typeof stacks)[];

/** Sizes of a sample's batch. */
export interface SampleSizes {
  readonly rows: number;
  readonly timeSteps: number;
  readonly features: number;
}

/** A sample of the named stack with values that depend on the seed only. */
export function sampleOf(stack: keyof typeof stacks, sizes: SampleSizes, seed: number): Sample {
  const { rows, timeSteps, features } = sizes;
  return sampleOfLayers(stacks[stack], rows, [timeSteps, features], seed);
}

/** The notebook's model, SimpleRNN(10) and Dense(1, sigmoid) on (10, 1), with targets of 0 and 1. */
export function notebookSample(rows: number, seed: number): Sample {
  const layers = [
    { type: "SimpleRNN", units: 10 },
    { type: "Dense", units: 1, activation: "sigmoid" },
  ];
  const sample = sampleOfLayers(layers, rows, [10, 1], seed);
  return { ...sample, batch: { ...sample.batch, y: sample.batch.y.map((value) => (value > 0 ? 1 : 0)) } };
}

function sampleOfLayers(
  layers: readonly Readonly<Record<string, unknown>>[],
  rows: number,
  inputShape: readonly number[],
  seed: number,
): Sample {
  const plan = planModel(layerSpecs(layers), inputShape);
  return {
    plan,
    parameters: sampleValues(seed, plan.parameterCount, 0.8),
    batch: {
      rows,
      x: sampleValues(seed + 1, rows * sizeOf(inputShape)),
      y: sampleValues(seed + 2, rows * sizeOf(plan.outputShape)),
    },
  };
}

/** The sequences from `start` up to `end` of a sample's batch. */
export function rowsOf({ plan, batch }: Sample, start: number, end: number): MicroBatch {
  const cut = (values: Float32Array, size: number) => values.slice(start * size, end * size);
  return {
    rows: end - start,
    x: cut(batch.x, sizeOf(plan.inputShape)),
    y: cut(batch.y, sizeOf(plan.outputShape)),
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
