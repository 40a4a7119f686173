import type { ResultsPage, WeightHistogram, WeightsPage } from "@lockstep/telemetry/views";

const digits = 10;

/** Ten classes, of which 8 is taken for 1 rather often. */
export function classificationSample(): ResultsPage {
  const confusion = Array.from({ length: digits }, (_, truth) =>
    Array.from({ length: digits }, (_, taken) =>
      truth === taken ? 34 + (truth % 3) : (truth * 7 + taken * 3) % 11 === 0 ? 1 : 0,
    ),
  );
  (confusion[8] as number[])[1] = 5;
  return {
    runId: "digits-eval",
    sequences: 365,
    results: {
      type: "classification",
      classes: Array.from({ length: digits }, (_, digit) => String(digit)),
      confusion,
    },
    worst: [
      { sequence: 341, loss: 7.213, truth: "8", forecast: "1" },
      { sequence: 12, loss: 5.02, truth: "3", forecast: "<b>9</b>" },
      { sequence: 299, loss: 3.871, truth: "8", forecast: "1" },
    ],
  };
}

/** A daily course with what looks like noise, forecast a little too low. */
export function regressionSample(points = 600): ResultsPage {
  const wave = (index: number) =>
    40 + 14 * Math.sin(index / 12) + 4 * Math.sin(index / 3.1) * Math.sin(index / 40);
  const all = Array.from({ length: points }, (_, index) => ({
    sequence: index,
    truth: wave(index),
    forecast: wave(index) * 0.97 + 1.2 * Math.sin(17 * index),
  }));
  return {
    runId: "power-eval",
    sequences: points,
    results: { type: "regression", points: all, entries: 4 * points },
    worst: [
      { sequence: 77, loss: 12.1, truth: "58.1", forecast: "54.6" },
      { sequence: 402, loss: 11.4, truth: "57.0", forecast: "53.7" },
    ],
  };
}

export function weightsSample(): WeightsPage {
  const parameters = [
    histogram("lstm", "kernel", [2, 256], 0.11),
    histogram("lstm", "recurrent_kernel", [64, 256], 0.07),
    histogram("lstm", "bias", [256], 0.4),
    histogram("dense", "kernel", [64, 1], 0.2),
    histogram("dense", "bias", [1], 0),
  ];
  return { runId: "adding-lstm-1", step: 1400, parameters };
}

function histogram(layer: string, name: string, shape: readonly number[], spread: number): WeightHistogram {
  const values = shape.reduce((product, size) => product * size, 1);
  const bins = spread === 0 ? 1 : 30;
  const counts =
    bins === 1
      ? [values]
      : Array.from({ length: bins }, (_, bin) =>
          Math.round((values / 8) * Math.exp(-(((bin - bins / 2) / (bins / 6)) ** 2))),
        );
  return {
    layer,
    name,
    shape,
    mean: spread === 0 ? 0.31 : 0.004,
    standardDeviation: spread,
    least: spread === 0 ? 0.31 : -3 * spread,
    greatest: spread === 0 ? 0.31 : 3 * spread,
    counts,
  };
}
