import { initialState, parameterPenalty } from "@lockstep/optimizer";
import type { CallbackOptions } from "../callbacks/callback-list.js";
import type { RunDefinition } from "../run-definition.js";
import { toyOptimizer, toyPlan, toyShape } from "./toy-cluster.js";

const stopping: CallbackOptions = {
  type: "EarlyStopping",
  monitor: "val_loss",
  mode: "max",
  patience: 1,
  restoreBestWeights: true,
  startFromEpoch: 0,
};

const plateau: CallbackOptions = {
  type: "ReduceLROnPlateau",
  monitor: "loss",
  mode: "max",
  factor: 0.5,
  patience: 1,
  cooldown: 0,
  minLr: 0,
};

/** Time steps of each sequence, where batches are bucketed. */
export const toyLengths = {
  train: Uint32Array.from({ length: 25 }, (_, index) => 1 + ((index * 7) % 9)),
  validation: Uint32Array.of(3, 1, 2, 9, 4),
  test: Uint32Array.of(1, 2, 3, 4, 5, 6, 7),
};

export const statefulShape = {
  ...toyShape,
  shuffle: false,
  stateful: true,
  batchSize: 6,
  sequences: { train: 24, validation: 6, test: 12 },
};

/** A change of the optimizer, with the state that it starts from. */
function trainedBy(options: Parameters<typeof toyOptimizer>[0]): Partial<RunDefinition> {
  const optimizer = toyOptimizer(options);
  return { optimizer, initial: initialState(optimizer, Float32Array.of(0.1, -0.2, 0.3)) };
}

/** One change of the plain toy run for each feature. */
export const toyFeatures = {
  stateful: { plan: toyPlan(2), shape: statefulShape },
  truncated: { plan: toyPlan(3), shape: { ...toyShape, truncate: 3, timeSteps: 8 } },
  bucketed: { shape: { ...toyShape, lengths: toyLengths, bucketing: { windowBatches: 2 } } },
  "stopped early, best parameters restored": {
    shape: { ...toyShape, epochs: 6 },
    callbacks: [stopping, { type: "ModelCheckpoint", monitor: "val_loss", mode: "max" }],
  },
  "on a plateau": { shape: { ...toyShape, epochs: 4 }, callbacks: [plateau] },
  averaged: trainedBy({ useEma: true, emaMomentum: 0.5, gradientAccumulationSteps: 2 }),
  regularised: {
    penalty: parameterPenalty([{ offset: 0, size: 3, shape: [3], regularizer: { type: "L2", l2: 0.1 } }]),
  },
} satisfies Record<string, Partial<RunDefinition>>;

/** Features that only matter together, or to what outlives a crash. */
export const furtherToyFeatures: Record<string, Partial<RunDefinition>> = {
  plain: {},
  "stopped early with states": {
    plan: toyPlan(2),
    shape: { ...statefulShape, epochs: 6 },
    callbacks: [stopping],
  },
  "stopped early and not tested": {
    shape: { ...toyShape, epochs: 6, sequences: { train: 25, validation: 5, test: 0 } },
    callbacks: [{ ...stopping, restoreBestWeights: false }, plateau],
  },
  "of a plateau with a cooldown, averaged, truncated": {
    ...trainedBy({ useEma: true, emaMomentum: 0.9, emaOverwriteFrequency: 3 }),
    plan: toyPlan(1),
    shape: { ...toyShape, epochs: 5, truncate: 5, timeSteps: 8 },
    callbacks: [
      { ...plateau, cooldown: 1 },
      { ...stopping, patience: 3, baseline: -1e9, startFromEpoch: 1 },
    ],
  },
  "of a schedule, clipped, in another order": {
    ...trainedBy({
      ...{ clipnorm: 0.5, weightDecay: 0.01 },
      learningRate: {
        type: "CosineDecay",
        ...{ initialLearningRate: 0.1, decaySteps: 8, alpha: 0, warmupSteps: 0 },
      },
    }),
    shape: {
      ...toyShape,
      sequences: { ...toyShape.sequences, validation: 0 },
      order: [0, 1].map((epoch) => Uint32Array.from({ length: 25 }, (_, index) => (index * 7 + epoch) % 25)),
    },
  },
  "of a loss that is not finite": {
    objective: {
      statisticsLength: 3,
      metricNames: ["ratio"],
      metricDirections: ["max"],
      targetWidth: 1,
      fromLogits: false,
      accumulate: () => undefined,
      summarise: (statistics) => ({ loss: -Infinity, ratio: (statistics[0] ?? 0) * -0 }),
    },
    callbacks: [{ ...plateau, monitor: "loss", mode: "min" }],
  },
};
