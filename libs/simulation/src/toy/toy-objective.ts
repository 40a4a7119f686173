import type { Objective } from "@lockstep/objective";

/** A loss that is a quotient of two sums. */
export const toyObjective: Objective = {
  statisticsLength: 3,
  metricNames: [],
  metricDirections: [],
  targetWidth: 1,
  fromLogits: false,
  accumulate: () => undefined,
  summarise: (statistics) => ({ loss: (statistics[0] ?? NaN) / (statistics[1] ?? NaN) }),
};
