export type {
  GoldenCase,
  GoldenDescription,
  GoldenExpectation,
  GoldenKind,
  KerasObject,
} from "./golden-case.js";
export { layerOptions } from "./layer-options.js";
export { listGoldenCases, readGoldenCase } from "./read-golden-case.js";
export { deviation, tolerance } from "./tolerance.js";
