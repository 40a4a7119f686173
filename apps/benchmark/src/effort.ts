/** How much is measured. */
export interface Effort {
  /** Milliseconds for the rounds of steps. */
  readonly budgetMs: number;
  readonly leastRounds: number;
  readonly mostRounds: number;
  /** Starts of `lockstep run`. */
  readonly startUps: number;
  /** Steps of a repetition that takes 10 ms a step; faster contenders take as many times more. */
  readonly slowSteps: number;
  /** Turns of what is measured under load, and of what the machinery costs. */
  readonly turns: number;
  /** Steps of a run under load. */
  readonly loadSteps: number;
}

export const fullEffort: Effort = {
  budgetMs: 150_000,
  leastRounds: 5,
  mostRounds: 40,
  startUps: 3,
  slowSteps: 40,
  turns: 5,
  loadSteps: 400,
};
export const quickEffort: Effort = {
  budgetMs: 10_000,
  leastRounds: 2,
  mostRounds: 10,
  startUps: 1,
  slowSteps: 15,
  turns: 2,
  loadSteps: 60,
};
