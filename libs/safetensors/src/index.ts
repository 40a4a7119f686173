export { parseHeader, type Header, type HeaderEntry } from "./header.js";
export { parseSafetensors } from "./parse-safetensors.js";
export { SafetensorsError } from "./safetensors-error.js";
export { safetensorsLayout, type SafetensorsLayout, type TensorShape } from "./safetensors-layout.js";
export { serialiseSafetensors } from "./serialise-safetensors.js";
export type { Dtype, SafetensorsFile, Tensor, TensorArrays } from "./tensor.js";
