import type { ModelPlan } from "@lockstep/model";
import { parametersOf } from "./parameter-tensors.js";
import { readSafetensorsFile } from "./read-safetensors-file.js";

/**
 * First values of all parameters from a safetensors file with tensors `<layer>/<weight>`, float32 or float64: what
 * `model.parameters` of a job names. Gives the flat buffer, (plan.parameterCount).
 * @throws CheckpointError
 */
export async function loadInitialParameters(path: string, plan: ModelPlan): Promise<Float32Array> {
  const { tensors } = await readSafetensorsFile(path);
  return parametersOf(plan, tensors, path);
}
