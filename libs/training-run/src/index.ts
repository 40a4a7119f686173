export * from "./round.js";
export * from "./round-schedule.js";
export type * from "./run-definition.js";
export type * from "./run-messages.js";
export { TrainingRun, type RunState } from "./training-run.js";
