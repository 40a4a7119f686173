import { parseJobValue, type Job } from "@lockstep/job";

const [units, features, timeSteps] = [640, 128, 4];

export const largeModelDescription = `LSTM(${units}) of 2 million parameters`;

/** A model whose gradients and parameters are messages of 8 MB; its sequences are short, as nobody computes. */
export function largeJob(steps: number): Job {
  return parseJobValue({
    name: "large messages",
    seed: 7,
    data: { train: { random: { sequences: 8 * steps, timeSteps, features, labels: "binary" } } },
    model: {
      layers: [
        { type: "LSTM", units },
        { type: "Dense", units: 1, activation: "sigmoid" },
      ],
    },
    loss: "binary_crossentropy",
    optimizer: { type: "Adam", learningRate: 0.001 },
    fit: { epochs: 1, batchSize: 8 },
    cluster: { microBatchSize: 4 },
    checkpoints: { everySteps: 10 },
  });
}
