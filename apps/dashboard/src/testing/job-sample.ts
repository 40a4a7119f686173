/** A job as `GET /v1/runs/<id>/job` answers it. */
export function jobSample(runId: string): object {
  const isSimple = runId.includes("rnn");
  return {
    name: isSimple ? "adding-simple-rnn" : "adding-lstm",
    seed: 7,
    data: { train: { random: { sequences: 12_800, timeSteps: 60, features: 2, labels: "sum" } } },
    model: {
      layers: [
        isSimple ? { type: "SimpleRNN", units: 64 } : { type: "LSTM", units: 64, unitForgetBias: true },
        { type: "Dense", units: 1 },
      ],
    },
    loss: "mse",
    metrics: ["mae"],
    optimizer: { type: "Adam", learningRate: isSimple ? 0.0005 : 0.001 },
    fit: { epochs: 6, batchSize: 32 },
    cluster: { microBatchSize: 4, leaseDurationMs: 5000 },
  };
}
