import type { OptimizerSpec } from "@lockstep/job";
import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import { initialState, optimizerOf, type Optimizer } from "@lockstep/optimizer";
import { ReductionTree, type Sums, type TreeNode } from "@lockstep/reduction";
import { rowsOf, sequencesOf, type Round } from "../round.js";
import type { DigestOf, RunDefinition } from "../run-definition.js";
import type { ResultValues } from "../run-messages.js";
import type { RunShape } from "../run-shape.js";

/** Toy arithmetic for tests of the state machine: three parameters, sums that show every difference of order. */
const bias = { layer: "toy", name: "bias", shape: [3], offset: 0, size: 3, initializer: "zeros" } as const;

const plan = {
  inputShape: [1],
  outputShape: [1],
  layers: [{ name: "toy", parameters: [bias] }],
  parameters: [bias],
  parameterCount: 3,
  stateSize: 0,
} as unknown as ModelPlan;

/** A plan with states of that many values a sequence. */
export function toyPlan(stateSize: number): ModelPlan {
  return { ...plan, stateSize };
}

const objective: Objective = {
  statisticsLength: 3,
  metricNames: [],
  metricDirections: [],
  targetWidth: 1,
  fromLogits: false,
  accumulate: () => undefined,
  summarise: (statistics) => ({ loss: (statistics[0] ?? NaN) / (statistics[1] ?? NaN) }),
};

/** Digest that shows every bit. */
export const bits: DigestOf = () => {
  const taken: string[] = [];
  return {
    add: (values) => {
      for (const value of new Uint32Array(values.slice().buffer)) taken.push(value.toString(16));
    },
    finish: () => taken.join("-"),
  };
};

/** The same of a whole vector. */
export function bitsOf(values: Float32Array): string {
  const digest = bits();
  digest.add(values);
  return digest.finish();
}

export const toyShape: RunShape = {
  kind: "train",
  seed: 3,
  epochs: 2,
  batchSize: 11,
  microBatchSize: 2,
  shuffle: true,
  sequences: { train: 25, validation: 5, test: 7 },
};

/** Adam, or with these options. */
export function toyOptimizer(options: Partial<OptimizerSpec> = {}): Optimizer {
  const adam = { type: "Adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false };
  const spec = { ...adam, learningRate: 0.01, useEma: false, emaMomentum: 0.99, ...options };
  return optimizerOf(spec as OptimizerSpec, [bias]);
}

export function toyRun(change: Partial<RunDefinition> = {}): RunDefinition {
  const optimizer = toyOptimizer();
  return {
    shape: toyShape,
    plan,
    objective,
    optimizer,
    initial: initialState(optimizer, Float32Array.of(0.1, -0.2, 0.3)),
    minWorkers: 1,
    leaseDurationMs: 1000,
    determinism: "strict",
    digest: bits,
    ...change,
  };
}

/** What a worker gets for a range. */
export interface ToyWork {
  readonly round: Round;
  readonly node: TreeNode;
  /** (sequences of the range, stateSize); absent: zeros. */
  readonly states?: Float32Array;
}

/** What a worker computes for a range. */
export function toyResult(work: ToyWork, parameters: Float32Array, stateSize = 0): ResultValues {
  const { round, node } = work;
  const sequences = sequencesOf(round, node.first, node.count);
  const before = work.states ?? new Float32Array(sequences.length * stateSize);
  const states = before.map((state, index) => {
    const sequence = sequences[Math.floor(index / stateSize)] ?? NaN;
    return state * 0.5 + noiseOf(sequence, round) + (index % stateSize);
  });
  if (round.purpose === "predict") {
    const predictions = Float32Array.from(
      sequences,
      (sequence, row) => sequence + (before[row * stateSize] ?? 0),
    );
    return { gradient: new Float32Array(), statistics: new Float64Array(), predictions, states };
  }
  const tree = new ReductionTree(node.count);
  let row = 0;
  rowsOf(round, node.first, node.count).forEach((rows, first) => {
    const part = before.subarray(row * stateSize, (row + rows) * stateSize);
    const microBatch = sequencesOf(round, node.first + first, 1);
    tree.add({ first, count: 1 }, microBatchSums({ sequences: microBatch, states: part }, parameters, round));
    row += rows;
  });
  if (!tree.root) throw new Error("an empty range");
  return { ...tree.root, predictions: new Float32Array(), states };
}

interface ToyMicroBatch {
  readonly sequences: Uint32Array;
  readonly states: Float32Array;
}

function microBatchSums({ sequences, states }: ToyMicroBatch, parameters: Float32Array, round: Round): Sums {
  const gradient = new Float32Array(round.purpose === "gradient" ? 3 : 0);
  const carried = states.reduce((sum, state, index) => sum + state / (index + 1), 0);
  let loss = carried * (parameters[1] ?? NaN);
  for (const sequence of sequences) {
    const noise = noiseOf(sequence, round);
    loss += noise * (parameters[0] ?? NaN);
    gradient.forEach(
      (sum, index) =>
        (gradient[index] = sum + noise * (index + 1) - (parameters[index] ?? NaN) + carried / 7),
    );
  }
  return { gradient, statistics: Float64Array.of(loss, sequences.length, sequences.length) };
}

/** A sequence's value, as far as the round computes it. */
function noiseOf(sequence: number, { timeRange, timeSteps = 0 }: Round): number {
  const segment = timeRange ? timeRange.begin * 31 + timeRange.end : 0;
  return Math.fround(((sequence * 7919 + segment * 17 + timeSteps * 5 + 13) % 1009) / 313);
}
