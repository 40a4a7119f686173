export type { OpenBackend, Unavailable } from "./backend-tests.js";
export { cotangentObjective } from "./cotangent-objective.js";
export { describeConformance } from "./describe-conformance.js";
export { notebookObjective } from "./notebook-objective.js";
export {
  notebookSample,
  rowsOf,
  sampleOf,
  sampleOfStack,
  stackNamed,
  stackNames,
  type Sample,
  type SampleSizes,
} from "./sample-models.js";
export type { Stack } from "./stacks/stack.js";
