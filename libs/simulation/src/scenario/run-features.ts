import type { CallbackOptions, RunShape } from "@lockstep/training-run";
import type { OptimizerSpec } from "@lockstep/job";

/** What a run does, as far as its numbers depend on it. */
export interface RunFeature {
  readonly name: string;
  readonly shape?: Partial<RunShape>;
  readonly optimizer?: Readonly<Record<string, unknown>> & { readonly type: OptimizerSpec["type"] };
  readonly callbacks?: readonly CallbackOptions[];
  readonly isRegularised?: boolean;
}

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

const saving: CallbackOptions = { type: "ModelCheckpoint", monitor: "val_loss", mode: "max" };

const lengths = {
  train: Uint32Array.from({ length: 25 }, (_, index) => 1 + ((index * 7) % 8)),
  validation: Uint32Array.of(3, 1, 2, 8, 4),
  test: Uint32Array.of(1, 2, 3, 4, 5, 6, 7),
};

const inOrder = { shuffle: false, batchSize: 6, sequences: { train: 24, validation: 6, test: 12 } };

/** Enough of them that each thing a run carries from round to round is there, alone and with others. */
export const runFeatures: readonly RunFeature[] = [
  { name: "plain" },
  { name: "no-validation", shape: { sequences: { train: 25, validation: 0, test: 0 }, epochs: 3 } },
  { name: "evaluated-in-pieces", shape: { sequences: { train: 25, validation: 23, test: 31 } } },
  { name: "single-micro-batch", shape: { microBatchSize: 16, epochs: 4 } },
  { name: "many-micro-batches", shape: { microBatchSize: 1, batchSize: 25, epochs: 4 } },
  { name: "stateful", shape: { ...inOrder, stateful: true } },
  { name: "stateful-test", shape: { ...inOrder, stateful: true, epochs: 3 }, callbacks: [saving] },
  { name: "truncated", shape: { truncate: 3, timeSteps: 8 } },
  { name: "truncated-plateau", shape: { truncate: 4, timeSteps: 8, epochs: 3 }, callbacks: [plateau] },
  { name: "bucketed", shape: { lengths, bucketing: { windowBatches: 2 } } },
  { name: "stopping-early", shape: { epochs: 6 }, callbacks: [stopping, saving] },
  {
    name: "stopping-late",
    shape: { epochs: 8 },
    callbacks: [{ ...stopping, monitor: "loss", patience: 3 }, plateau],
  },
  { name: "plateau", shape: { epochs: 4 }, callbacks: [plateau] },
  {
    name: "averaged",
    optimizer: { type: "Adam", useEma: true, emaMomentum: 0.5, gradientAccumulationSteps: 2 },
  },
  {
    name: "averaged-stopping",
    optimizer: { type: "Adam", useEma: true, emaMomentum: 0.9 },
    shape: { epochs: 5 },
    callbacks: [stopping, plateau],
  },
  { name: "regularised", isRegularised: true },
  { name: "amsgrad", optimizer: { type: "Adam", amsgrad: true }, shape: { epochs: 3 } },
];
