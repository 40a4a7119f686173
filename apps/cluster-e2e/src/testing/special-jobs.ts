import { parseJobValue, type Job } from "@lockstep/job";

const base = {
  seed: 11,
  loss: "mean_squared_error",
  fit: { epochs: 2, batchSize: 10 },
  cluster: { microBatchSize: 3 },
};
/** 23 sequences in batches of 10, 10 and 3. */
const whole = { random: { sequences: 23, timeSteps: 9, features: 2, labels: "adding" } };
const recurrent = [
  { type: "LSTM", units: 5 },
  { type: "Dense", units: 1 },
];

/**
 * A job for each way of training that no example shows.
 * @param perTimeStep path of an .npz file with a target for each time step
 */
export function specialJobs(perTimeStep: string): Readonly<Record<string, Job>> {
  const job = (name: string, change: Record<string, unknown>): Job =>
    parseJobValue({
      ...base,
      name,
      data: { train: whole, test: "same" },
      model: { layers: recurrent },
      ...change,
    });
  const optimizer = (options: object) => ({ optimizer: { type: "Adam", learningRate: 0.01, ...options } });
  const outputs = (layer: object) => ({
    model: {
      layers: [
        { units: 4, returnSequences: true, ...layer },
        { type: "Dense", units: 1 },
      ],
    },
  });
  const segments = { train: { npz: perTimeStep, targetPer: "timeStep" } };
  return {
    dropout: job("dropout", {
      model: {
        layers: [
          { type: "SpatialDropout1D", rate: 0.3 },
          {
            type: "Bidirectional",
            layer: { type: "GRU", units: 4, dropout: 0.2, recurrentDropout: 0.3, returnSequences: true },
          },
          { type: "LSTM", units: 4, dropout: 0.1, recurrentDropout: 0.2 },
          { type: "Dropout", rate: 0.4 },
          { type: "Dense", units: 1 },
        ],
      },
    }),
    truncate: job("truncate", {
      data: segments,
      ...outputs({ type: "LSTM" }),
      fit: { ...base.fit, truncate: 4 },
    }),
    stateful: job("stateful", {
      data: segments,
      ...outputs({ type: "GRU", stateful: true }),
      fit: { ...base.fit, shuffle: false },
    }),
    accumulation: job("accumulation", optimizer({ gradientAccumulationSteps: 2, clipnorm: 1 })),
    average: job("average", optimizer({ useEma: true, emaMomentum: 0.9, weightDecay: 0.01 })),
    regularisers: job("regularisers", {
      model: {
        layers: [
          {
            type: "SimpleRNN",
            units: 5,
            kernelRegularizer: "l2",
            recurrentConstraint: { type: "MaxNorm", maxValue: 1 },
          },
          { type: "LayerNormalization" },
          { type: "Dense", units: 1 },
        ],
      },
      fit: {
        ...base.fit,
        validationSplit: 0.2,
        callbacks: [{ type: "ReduceLROnPlateau", monitor: "val_loss", patience: 1 }],
      },
    }),
  };
}
