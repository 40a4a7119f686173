export { parseSafetensors } from "./parse-safetensors.js";
export { SafetensorsError } from "./safetensors-error.js";
export { serialiseSafetensors } from "./serialise-safetensors.js";
export type { Dtype, SafetensorsFile, Tensor, TensorArrays } from "./tensor.js";
