export { FormatError, type FormatErrorCode } from "./format-error.js";
export type { KerasInput, ModelFromKeras, WrittenModel } from "./keras/model-from-keras.js";
export { readKerasModel, readKerasWeights, type KerasModel } from "./keras/read-keras-model.js";
export { kerasArchive, kerasWeights, type ModelToExport } from "./keras/write-keras-model.js";
export { onnxModel, type OnnxOptions } from "./onnx/export-onnx.js";
export { tfjsModel, tfjsWeightsFile, type TfjsFiles } from "./tfjs/export-tfjs.js";
