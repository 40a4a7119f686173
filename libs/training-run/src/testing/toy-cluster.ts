import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import { initialState, optimizerOf } from "@lockstep/optimizer";
import { ReductionTree, type Sums, type TreeNode } from "@lockstep/reduction";
import { rowsOf, sequencesOf, type Round } from "../round.js";
import type { RunShape } from "../round-schedule.js";
import type { RunDefinition } from "../run-definition.js";
import type { ResultValues } from "../run-messages.js";

/** Toy arithmetic for tests of the state machine: three parameters, sums that show every difference of order. */
const bias = { layer: "toy", name: "bias", shape: [3], offset: 0, size: 3, initializer: "zeros" } as const;

const plan = {
  inputShape: [1],
  outputShape: [1],
  layers: [{ name: "toy", parameters: [bias] }],
  parameters: [bias],
  parameterCount: 3,
} as unknown as ModelPlan;

const objective: Objective = {
  statisticsLength: 3,
  metricNames: [],
  fromLogits: false,
  accumulate: () => undefined,
  summarise: (statistics) => ({ loss: (statistics[0] ?? NaN) / (statistics[1] ?? NaN) }),
};

/** Digest that shows every bit. */
export function bitsOf(values: Float32Array): string {
  return [...new Uint32Array(values.slice().buffer)].map((bits) => bits.toString(16)).join("-");
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

export function toyRun(change: Partial<RunDefinition> = {}): RunDefinition {
  const optimizer = optimizerOf({
    type: "Adam",
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
  });
  return {
    shape: toyShape,
    plan,
    objective,
    optimizer,
    initial: initialState(optimizer, Float32Array.of(0.1, -0.2, 0.3)),
    minWorkers: 1,
    leaseDurationMs: 1000,
    determinism: "strict",
    digest: bitsOf,
    ...change,
  };
}

/** What a worker computes for a range. */
export function toyResult(round: Round, node: TreeNode, parameters: Float32Array): ResultValues {
  if (round.purpose === "predict") {
    const predictions = Float32Array.from(sequencesOf(round, node.first, node.count));
    return { gradient: new Float32Array(), statistics: new Float64Array(), predictions };
  }
  const tree = new ReductionTree(node.count);
  rowsOf(round, node.first, node.count).forEach((_, first) => {
    tree.add(
      { first, count: 1 },
      microBatchSums(sequencesOf(round, node.first + first, 1), parameters, round),
    );
  });
  if (!tree.root) throw new Error("an empty range");
  return { ...tree.root, predictions: new Float32Array() };
}

function microBatchSums(sequences: Uint32Array, parameters: Float32Array, round: Round): Sums {
  const gradient = new Float32Array(round.purpose === "gradient" ? 3 : 0);
  let loss = 0;
  for (const sequence of sequences) {
    const noise = Math.fround(((sequence * 7919 + 13) % 1009) / 313);
    loss += noise * (parameters[0] ?? NaN);
    gradient.forEach(
      (sum, index) => (gradient[index] = sum + noise * (index + 1) - (parameters[index] ?? NaN)),
    );
  }
  return { gradient, statistics: Float64Array.of(loss, sequences.length, sequences.length) };
}
