/** A tensor made by an operation: the handle's number in the addon. */
export interface TensorMetadata {
  readonly id: number;
}

/** An attribute of a TensorFlow operation that cannot be inferred from its inputs. */
export interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/** What this package uses of @tensorflow/tfjs-node's addon (`TFJSBinding` in its typings). */
export interface TensorflowBinding {
  createTensor(
    shape: readonly number[],
    dtype: number,
    values: Float32Array | Int32Array | Uint8Array,
  ): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array;
  executeOp(
    name: string,
    attributes: readonly OperationAttribute[],
    inputIds: readonly number[],
    outputs: number,
  ): readonly TensorMetadata[];
  getNumOfTensors(): number;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  /** Version of libtensorflow, such as `2.21.0`. */
  readonly TF_Version: string;
}

const methods = ["createTensor", "deleteTensor", "tensorDataSync", "executeOp", "getNumOfTensors"] as const;

/** Narrows what the addon handed out. */
export function isTensorflowBinding(value: unknown): value is TensorflowBinding {
  if (typeof value !== "object" || value === null) return false;
  const members = value as Partial<Record<string, unknown>>;
  return (
    methods.every((name) => typeof members[name] === "function") && typeof members.TF_Version === "string"
  );
}
