export type {
  GoldenCase,
  GoldenDescription,
  GoldenExpectation,
  GoldenFit,
  GoldenKind,
  KerasObject,
} from "./golden-case.js";
export {
  callbackOptions,
  fitOptions,
  jobOptions,
  layerOptions,
  lossOptions,
  metricOptions,
  optimizerOptions,
  scheduleOptions,
} from "./job-options.js";
export { goldenFile, listGoldenCases, readGoldenCase } from "./read-golden-case.js";
export { deviation, tolerance } from "./tolerance.js";
