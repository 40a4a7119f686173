export type { OutputMeaning } from "./losses/loss.js";
export type { MetricDirection } from "./metrics/metric.js";
export { directionOf } from "./metrics/metric-direction.js";
export type { Objective, OutputBatch } from "./objective.js";
export type { MetricDescription, ObjectiveDescription } from "./objective-description.js";
export { ObjectiveError, type ObjectiveErrorCode } from "./objective-error.js";
export { objectiveOf, type ObjectiveChoice } from "./objective-of.js";
export type { ObjectiveLayer, ObjectiveModel } from "./output-meaning.js";
export { checkTargetShape, expectedTargetShape } from "./target-shape.js";
