import { parseJobValue, type Job } from "@lockstep/job";

/** Time steps and features of a sequence. */
export const lstmInput = [50, 64] as const;

export const lstmDescription = "LSTM(128), batch 32, 50 time steps, 64 features";

/** A model as large as is usual on one machine, on random data. */
export function lstmJob(size: { readonly steps: number; readonly epochs: number }): Job {
  const [timeSteps, features] = lstmInput;
  return parseJobValue({
    name: "benchmark-lstm",
    seed: 7,
    data: { train: { random: { sequences: 32 * size.steps, timeSteps, features, labels: "binary" } } },
    model: {
      layers: [
        { type: "LSTM", units: 128 },
        { type: "Dense", units: 1, activation: "sigmoid" },
      ],
    },
    loss: "binary_crossentropy",
    metrics: ["accuracy"],
    optimizer: { type: "Adam", learningRate: 0.001 },
    fit: { epochs: size.epochs, batchSize: 32 },
    cluster: { microBatchSize: 4 },
  });
}
