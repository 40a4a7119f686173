import type { Objective } from "@lockstep/objective";

/** lossSum = sum(output * cotangent), where the targets are the cotangent: it shows any derivative of the outputs. */
export const cotangentObjective: Objective = {
  statisticsLength: 3,
  metricNames: [],
  fromLogits: false,
  accumulate(rows, outputs, targets, statistics, gradient) {
    let sum = 0;
    outputs.forEach((output, i) => {
      sum += output * (targets[i] ?? NaN);
    });
    [sum, rows, rows].forEach((value, slot) => {
      statistics[slot] = (statistics[slot] ?? 0) + value;
    });
    gradient?.set(targets);
  },
  summarise: (statistics) => ({ loss: (statistics[0] ?? NaN) / (statistics[1] ?? NaN) }),
};
