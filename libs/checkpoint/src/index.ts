export { CheckpointError } from "./checkpoint-error.js";
export type { CheckpointErrorCode } from "./checkpoint-error.js";
export { loadInitialParameters } from "./load-initial-parameters.js";
export { loadModel, saveModel } from "./model-file.js";
export type { ModelToSave, SavedModel } from "./model-file.js";
export type { ModelMetadata } from "./model-metadata.js";
export { parameterDigest } from "./parameter-digest.js";
export { writeFileAtomically } from "./write-file-atomically.js";
