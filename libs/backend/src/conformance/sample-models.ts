import { planModel, type ModelPlan } from "@lockstep/model";
import { RandomStream, randomPurpose } from "@lockstep/numerics";
import type { MicroBatch } from "../gradient-backend.js";
import { modelSpec } from "./model-spec.js";
import { stacks } from "./stacks/sample-stacks.js";
import type { Stack } from "./stacks/stack.js";
import { sampleValues } from "./sample-values.js";

/** A model with parameters and a batch for it, small enough for finite differences of every parameter. */
export interface Sample {
  readonly plan: ModelPlan;
  readonly parameters: Float32Array;
  readonly batch: MicroBatch;
}

/** Names of the models to try. */
export const stackNames = Object.keys(stacks);

/** Sizes of a sample's batch. */
export interface SampleSizes {
  readonly rows: number;
  readonly timeSteps: number;
  readonly features: number;
}

/** The stack of that name. @throws Error where there is none */
export function stackNamed(name: string): Stack {
  const stack = stacks[name];
  if (stack === undefined) throw new Error(`expected the name of a sample model, got ${name}`);
  return stack;
}

/** A sample of the named stack with values that depend on the seed only. */
export function sampleOf(name: string, sizes: SampleSizes, seed: number): Sample {
  return sampleOfStack(stackNamed(name), sizes, seed);
}

/** A sample of any stack, with values that depend on the seed only. */
export function sampleOfStack(stack: Stack, sizes: SampleSizes, seed: number): Sample {
  const timeSteps = Math.max(sizes.timeSteps, stack.minTimeSteps ?? 1);
  const features = stack.tokens === undefined ? sizes.features : 1;
  const longest = stack.shorter === true ? timeSteps + 3 : timeSteps;
  const shapes = [[longest, features], ...(stack.vectors ?? []).map((units) => [units])];
  const { carryStates = false, shorter = false } = stack;
  const plan = planModel(modelSpec(stack), shapes, { carryStates, variableTime: shorter && !carryStates });
  return {
    plan,
    parameters: sampleValues(seed, plan.parameterCount, stack.scale ?? 0.8),
    batch: batchOf(stack, plan, { ...sizes, timeSteps, features }, seed),
  };
}

/** The notebook's model, SimpleRNN(10) and Dense(1, sigmoid) on (10, 1), with targets of 0 and 1. */
export function notebookSample(rows: number, seed: number): Sample {
  const layers = [
    { type: "SimpleRNN", units: 10 },
    { type: "Dense", units: 1, activation: "sigmoid" },
  ];
  const plan = planModel(modelSpec({ layers }), [10, 1]);
  const parameters = sampleValues(seed, plan.parameterCount, 0.8);
  const batch = batchOf({ layers }, plan, { rows, timeSteps: 10, features: 1 }, seed);
  return { plan, parameters, batch: { ...batch, y: batch.y.map((value) => (value > 0 ? 1 : 0)) } };
}

function batchOf(stack: Stack, plan: ModelPlan, sizes: SampleSizes, seed: number): MicroBatch {
  const { rows, timeSteps } = sizes;
  const vectors = (stack.vectors ?? []).map((units, i) => sampleValues(seed + 10 + i, rows * units));
  const outputShape =
    stack.shorter === true && plan.outputTimed ? [timeSteps, ...plan.outputShape.slice(1)] : plan.outputShape;
  return {
    rows,
    inputs: [firstInput(stack, sizes, seed + 1), ...vectors],
    y: sampleValues(seed + 2, rows * sizeOf(outputShape)),
    ...(stack.shorter === true && { timeSteps }),
    ...(stack.mask && { mask: maskOf(stack.mask, sizes, seed + 3) }),
    ...(plan.stateSize > 0 && { states: sampleValues(seed + 4, rows * plan.stateSize) }),
    ...(stack.training === true && {
      random: { seed, step: 3, sequences: Uint32Array.from({ length: rows }, (_, row) => 100 + 7 * row) },
    }),
  };
}

function firstInput(
  { tokens, zeroSteps }: Stack,
  { rows, timeSteps, features }: SampleSizes,
  seed: number,
): Float32Array {
  const values = sampleValues(seed, rows * timeSteps * features);
  if (tokens !== undefined)
    return values.map((value) => Math.min(Math.floor(((value + 1) / 2) * tokens), tokens - 1));
  if (zeroSteps !== true) return values;
  const zero = maskOf("any", { rows, timeSteps, features }, seed + 5);
  return values.map((value, i) => (zero[Math.floor(i / features)] === 0 ? 0 : value));
}

/** About two time steps of three are used; with "some", the first of each sequence always. */
function maskOf(kind: "any" | "some", { rows, timeSteps }: SampleSizes, seed: number): Float32Array {
  const stream = new RandomStream({ seed, purpose: randomPurpose.data });
  return Float32Array.from({ length: rows * timeSteps }, (_, i) => {
    const used = stream.uniform24() < 0.66;
    return used || (kind === "some" && i % timeSteps === 0) ? 1 : 0;
  });
}

/** The sequences from `start` up to `end` of a batch. */
export function rowsOf({ batch }: Pick<Sample, "batch">, start: number, end: number): MicroBatch {
  const cut = <Values extends Float32Array | Uint32Array>(values: Values): Values => {
    const size = values.length / batch.rows;
    return values.slice(start * size, end * size) as Values;
  };
  const { inputs, y, weights, mask, states, random } = batch;
  return {
    ...batch,
    rows: end - start,
    inputs: inputs.map(cut),
    y: cut(y),
    ...(weights && { weights: cut(weights) }),
    ...(mask && { mask: cut(mask) }),
    ...(states && { states: cut(states) }),
    ...(random && { random: { ...random, sequences: cut(random.sequences) } }),
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
