import type { MeasuredLibrary } from "../peers/peer-packages.js";

/** A model with one recurrent layer and a dense head, and the batch that it is trained on: binary cross-entropy, Adam. */
export interface BenchmarkShape {
  /** Kebab-case; a part of contenders' ids, and what `--shape` takes. */
  readonly id: string;
  readonly layer: "SimpleRNN" | "LSTM" | "GRU";
  /** Two of the layer, one of them from the last time step to the first, concatenated. */
  readonly bidirectional: boolean;
  /** Of each direction. */
  readonly units: number;
  readonly batchSize: number;
  readonly timeSteps: number;
  readonly features: number;
  /** How many times as fast as the best of some libraries a step is to be. */
  readonly aims: readonly PeerAim[];
}

export interface PeerAim {
  readonly libraries: readonly MeasuredLibrary[];
  readonly ratio: number;
}

const all = ["keras", "torch", "jax"] as const;
const usual = { batchSize: 32, timeSteps: 50, features: 64, bidirectional: false } as const;
const large = { batchSize: 64, timeSteps: 100, features: 256, bidirectional: false } as const;
const largest = { batchSize: 64, timeSteps: 50, features: 512, bidirectional: false } as const;
const usualAims: readonly PeerAim[] = [{ libraries: all, ratio: 1.5 }];
const largeAims: readonly PeerAim[] = [{ libraries: all, ratio: 1.15 }];

/** The seed notebook's. */
export const notebookShape: BenchmarkShape = {
  ...{ id: "notebook", layer: "SimpleRNN", bidirectional: false, units: 10 },
  ...{ batchSize: 32, timeSteps: 10, features: 1 },
  aims: [
    { libraries: ["keras", "torch"], ratio: 10 },
    { libraries: ["jax"], ratio: 2.5 },
  ],
};

export const lstm128: BenchmarkShape = {
  ...usual,
  id: "lstm-128",
  layer: "LSTM",
  units: 128,
  aims: usualAims,
};

export const shapes: readonly BenchmarkShape[] = [
  notebookShape,
  lstm128,
  { ...usual, id: "gru-128", layer: "GRU", units: 128, aims: usualAims },
  { ...usual, id: "bidirectional-lstm-64", layer: "LSTM", bidirectional: true, units: 64, aims: usualAims },
  { ...large, id: "lstm-256", layer: "LSTM", units: 256, aims: largeAims },
  { ...large, id: "gru-256", layer: "GRU", units: 256, aims: largeAims },
  { ...largest, id: "lstm-512", layer: "LSTM", units: 512, aims: largeAims },
];

/** Such as `LSTM(128), batch 32, 50 time steps, 64 features`. */
export function describeShape(shape: BenchmarkShape): string {
  const { batchSize, timeSteps, features } = shape;
  const plural = features === 1 ? "feature" : "features";
  return `${nameOf(shape)}, batch ${batchSize}, ${timeSteps} time steps, ${features} ${plural}`;
}

/** Such as `Bidirectional LSTM(64)`. */
export function nameOf({ layer, bidirectional, units }: BenchmarkShape): string {
  return `${bidirectional ? "Bidirectional " : ""}${layer}(${units})`;
}

/** Of one sequence. */
export function inputOf({
  timeSteps,
  features,
}: BenchmarkShape): readonly [timeSteps: number, features: number] {
  return [timeSteps, features];
}
