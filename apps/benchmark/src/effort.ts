/** How much is measured. */
export interface Effort {
  /** Milliseconds for the rounds of one shape's contenders, and of the cluster's. */
  readonly shapeBudgetMs: number;
  readonly clusterBudgetMs: number;
  readonly leastRounds: number;
  readonly mostRounds: number;
  /** What a repetition of a shape's contender shall take; at least one step is taken. */
  readonly repetitionMs: number;
  /** Starts of `lockstep run`. */
  readonly startUps: number;
  /** Steps of a repetition that takes 10 ms a step; faster contenders take as many times more. */
  readonly slowSteps: number;
  /** Turns of what is measured under load, in a cluster for its profile, and of what the machinery costs. */
  readonly turns: number;
  /** Steps of a run under load. */
  readonly loadSteps: number;
}

export const fullEffort: Effort = {
  ...{ shapeBudgetMs: 30_000, clusterBudgetMs: 40_000, leastRounds: 3, mostRounds: 40, repetitionMs: 100 },
  ...{ startUps: 5, slowSteps: 40, turns: 5, loadSteps: 400 },
};
export const quickEffort: Effort = {
  ...{ shapeBudgetMs: 4_000, clusterBudgetMs: 8_000, leastRounds: 2, mostRounds: 10, repetitionMs: 40 },
  ...{ startUps: 2, slowSteps: 15, turns: 2, loadSteps: 60 },
};
