export type { Objective } from "./objective.js";
export { ObjectiveError, type ObjectiveErrorCode } from "./objective-error.js";
export { objectiveOf, type ObjectiveChoice } from "./objective-of.js";
export type { ObjectiveModel } from "./output-meaning.js";
export { sigmoid } from "./sigmoid.js";
