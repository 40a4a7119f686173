/** Element types that are read and written, by the format's names. */
export interface TensorArrays {
  F32: Float32Array;
  F64: Float64Array;
  I32: Int32Array;
  I64: BigInt64Array;
  U8: Uint8Array;
  /** One byte each, 0 or 1. */
  BOOL: Uint8Array;
}

export type Dtype = keyof TensorArrays;

/** A tensor in C order; an empty shape is a scalar. Told apart by `dtype`. */
export type Tensor = {
  [Type in Dtype]: {
    readonly dtype: Type;
    readonly shape: readonly number[];
    readonly data: TensorArrays[Type];
  };
}[Dtype];

/** Contents of a file: free texts, and tensors in the header's order. */
export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Bytes of one element. */
export const elementBytes: Readonly<Record<Dtype, number>> = {
  F32: 4,
  F64: 8,
  I32: 4,
  I64: 8,
  U8: 1,
  BOOL: 1,
};

export function isDtype(name: unknown): name is Dtype {
  return typeof name === "string" && Object.hasOwn(elementBytes, name);
}

/** Elements of a shape: the product of its axes. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * A tensor over its own buffer. The format is little-endian, as are all hosts that this runs on.
 * @param buffer exactly the tensor's bytes
 */
export function tensorOver(dtype: Dtype, shape: readonly number[], buffer: ArrayBuffer): Tensor {
  switch (dtype) {
    case "F32":
      return { dtype, shape, data: new Float32Array(buffer) };
    case "F64":
      return { dtype, shape, data: new Float64Array(buffer) };
    case "I32":
      return { dtype, shape, data: new Int32Array(buffer) };
    case "I64":
      return { dtype, shape, data: new BigInt64Array(buffer) };
    case "U8":
    case "BOOL":
      return { dtype, shape, data: new Uint8Array(buffer) };
  }
}
