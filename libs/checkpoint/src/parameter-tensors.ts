import type { ModelPlan, ParameterPlan } from "@lockstep/model";
import type { Tensor, TensorShape } from "@lockstep/safetensors";
import { CheckpointError } from "./checkpoint-error.js";

/** A parameter's name in files. */
export function tensorName({ layer, name }: ParameterPlan): string {
  return `${layer}/${name}`;
}

/** A part of a flat buffer. */
interface ParameterTensor extends TensorShape {
  readonly dtype: "F32";
  readonly data: Float32Array;
}

/**
 * The flat buffer as named tensors, in the plan's order.
 * @throws CheckpointError where the buffer does not fit the plan
 */
export function tensorsOf(plan: ModelPlan, parameters: Float32Array): Map<string, ParameterTensor> {
  if (parameters.length !== plan.parameterCount) {
    const message = `expected ${plan.parameterCount} parameters, got ${parameters.length}`;
    throw new CheckpointError("CHECKPOINT_INVALID", message);
  }
  return new Map(
    plan.parameters.map((parameter) => {
      const { shape, offset, size } = parameter;
      return [
        tensorName(parameter),
        { dtype: "F32", shape, data: parameters.subarray(offset, offset + size) },
      ];
    }),
  );
}

/**
 * The flat buffer from named tensors, which may be float32 or float64.
 * @param path named in errors
 * @throws CheckpointError that names the tensors missing, unknown, of another shape or type, or not finite
 */
export function parametersOf(
  plan: ModelPlan,
  tensors: ReadonlyMap<string, Tensor>,
  path: string,
): Float32Array {
  checkNames(plan, tensors, path);
  const parameters = new Float32Array(plan.parameterCount);
  for (const parameter of plan.parameters) {
    const name = tensorName(parameter);
    parameters.set(checkedValues(parameter, tensors.get(name), `${path}: tensor ${name}`), parameter.offset);
  }
  return parameters;
}

function checkNames(plan: ModelPlan, tensors: ReadonlyMap<string, Tensor>, path: string): void {
  const known = plan.parameters.map(tensorName);
  const missing = known.filter((name) => !tensors.has(name));
  const unknown = [...tensors.keys()].filter((name) => !known.includes(name));
  if (missing.length === 0 && unknown.length === 0) return;
  const parts = [
    ...(missing.length > 0 ? [`missing ${missing.join(", ")}`] : []),
    ...(unknown.length > 0 ? [`not of this model ${unknown.slice(0, 20).join(", ")}`] : []),
  ];
  throw new CheckpointError(
    "CHECKPOINT_INVALID",
    `${path}: expected the model's parameters, got others: ${parts.join("; ")}`,
  );
}

function checkedValues(parameter: ParameterPlan, tensor: Tensor | undefined, place: string): Float32Array {
  const refuse = (expected: string, got: string) =>
    new CheckpointError("CHECKPOINT_INVALID", `${place}: expected ${expected}, got ${got}`);
  if (tensor?.dtype !== "F32" && tensor?.dtype !== "F64")
    throw refuse("F32 or F64", tensor?.dtype ?? "nothing");
  const shape = parameter.shape.join(", ");
  if (tensor.shape.join(", ") !== shape) throw refuse(`shape (${shape})`, `(${tensor.shape.join(", ")})`);
  const values = tensor.dtype === "F32" ? tensor.data : Float32Array.from(tensor.data);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw refuse(`finite float32 at ${bad}`, String(tensor.data[bad]));
  return values;
}
