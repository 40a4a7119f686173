import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";

/** lossSum = sum(output * cotangent), where the targets are the cotangent: it shows any derivative of the outputs. */
export function cotangentObjective({ outputShape }: Pick<ModelPlan, "outputShape">): Objective {
  return {
    statisticsLength: 3,
    metricNames: [],
    metricDirections: [],
    fromLogits: false,
    targetWidth: outputShape.at(-1) ?? 1,
    accumulate({ rows, outputs, targets }, statistics, gradient) {
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
}
