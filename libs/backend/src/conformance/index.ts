export { cotangentObjective } from "./cotangent-objective.js";
export { describeConformance } from "./describe-conformance.js";
export { notebookObjective } from "./notebook-objective.js";
export { notebookSample, rowsOf, sampleOf, type Sample } from "./sample-models.js";
export type { OpenBackend, Unavailable } from "./subject.js";
