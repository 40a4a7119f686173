export type { TfjsEngineName } from "./engines/engine-name.js";
export { tensorflowEnvironment } from "./engines/tensorflow-environment.js";
export { openTfjsBackend } from "./open-tfjs-backend.js";
export { probeTfjsBackend, type BackendProbe } from "./probe-tfjs-backend.js";
