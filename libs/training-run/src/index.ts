export { boardProblems } from "./board-problems.js";
export { bucketedBatches, type BucketingKey } from "./bucketed-batches.js";
export type { CallbackOptions } from "./callbacks/callback-list.js";
export * from "./round.js";
export { roundSchedule, RoundSchedule } from "./round-schedule.js";
export type * from "./resume-point.js";
export type * from "./run-definition.js";
export type * from "./run-inspection.js";
export type * from "./run-messages.js";
export { gradientFlowEvent, type FollowedStep } from "./gradient-flow.js";
export {
  runInProcess,
  streamInProcess,
  type ComputeRange,
  type InProcessEpoch,
  type InProcessOptions,
  type InProcessOutcome,
  type RangeWork,
  type WatchedRunOptions,
} from "./in-process-run.js";
export { runProblem } from "./run-problem.js";
export {
  stepsPerEpoch,
  totalSteps,
  type BucketingOptions,
  type RunKind,
  type RunShape,
} from "./run-shape.js";
export type { ToldProgress } from "./stop.js";
export { TrainingRun, type RunState } from "./training-run.js";
