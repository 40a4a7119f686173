import type { EngineActivation } from "./engine-activation.js";
import type { TensorOps } from "./tensor-ops.js";
import type { OperationAttribute, TensorflowBinding } from "./tensorflow-binding.js";

/** Handle of a tensor in the addon. */
type Id = number;

const none: readonly OperationAttribute[] = [];
const activations = { tanh: "Tanh", sigmoid: "Sigmoid", relu: "Relu" } as const;

/**
 * {@link TensorOps} over TensorFlow's eager operations, called straight through tfjs-node's addon: tfjs-core's
 * bookkeeping costs several times the operation itself on the small matrices of a micro-batch.
 */
export class TensorflowOps implements TensorOps<Id> {
  readonly #firstAxis: Id;
  readonly #secondAxis: Id;
  readonly #swappedAxes: Id;
  readonly #transposeA: readonly OperationAttribute[];
  readonly #transposeB: readonly OperationAttribute[];
  readonly #splits = new Map<number, readonly OperationAttribute[]>();
  readonly #concats = new Map<number, readonly OperationAttribute[]>();
  /** Tensors of the open scope; undefined outside. */
  #made: Id[] | undefined;

  constructor(private readonly binding: TensorflowBinding) {
    this.#firstAxis = binding.createTensor([], binding.TF_INT32, Int32Array.of(0));
    this.#secondAxis = binding.createTensor([], binding.TF_INT32, Int32Array.of(1));
    this.#swappedAxes = binding.createTensor([2], binding.TF_INT32, Int32Array.of(1, 0));
    this.#transposeA = [{ name: "transpose_a", type: binding.TF_ATTR_BOOL, value: true }];
    this.#transposeB = [{ name: "transpose_b", type: binding.TF_ATTR_BOOL, value: true }];
    this.#registerAttributeNames();
  }

  upload(values: Float32Array, shape: readonly number[]): Id {
    // TensorFlow works on the array's own memory, and callers may reuse theirs.
    return this.#keep(this.binding.createTensor(shape, this.binding.TF_FLOAT, values.slice()));
  }

  download(tensor: Id): Float32Array {
    return this.binding.tensorDataSync(tensor);
  }

  matMul(a: Id, b: Id): Id {
    return this.#run("MatMul", none, [a, b]);
  }

  matMulTransposedA(a: Id, b: Id): Id {
    return this.#run("MatMul", this.#transposeA, [a, b]);
  }

  matMulTransposedB(a: Id, b: Id): Id {
    return this.#run("MatMul", this.#transposeB, [a, b]);
  }

  transpose(a: Id): Id {
    return this.#run("Transpose", none, [a, this.#swappedAxes]);
  }

  add(a: Id, b: Id): Id {
    return this.#run("AddV2", none, [a, b]);
  }

  subtract(a: Id, b: Id): Id {
    return this.#run("Sub", none, [a, b]);
  }

  multiply(a: Id, b: Id): Id {
    return this.#run("Mul", none, [a, b]);
  }

  addBias(matrix: Id, vector: Id): Id {
    return this.#run("BiasAdd", none, [matrix, vector]);
  }

  columnSums(matrix: Id): Id {
    return this.#run("BiasAddGrad", none, [matrix]);
  }

  splitRows(matrix: Id, parts: number): readonly Id[] {
    return this.#split(matrix, parts, this.#firstAxis);
  }

  concatRows(parts: readonly Id[]): Id {
    return this.#concat(parts, this.#firstAxis);
  }

  splitColumns(matrix: Id, widths: readonly number[]): readonly Id[] {
    if (widths.every((width) => width === widths[0]))
      return this.#split(matrix, widths.length, this.#secondAxis);
    const sizes = this.#keep(
      this.binding.createTensor([widths.length], this.binding.TF_INT32, Int32Array.from(widths)),
    );
    const inputs = [matrix, sizes, this.#secondAxis];
    return this.#runMany("SplitV", this.#splitAttributes(widths.length), inputs, widths.length);
  }

  concatColumns(parts: readonly Id[]): Id {
    return this.#concat(parts, this.#secondAxis);
  }

  gatherRows(matrix: Id, indices: Int32Array): Id {
    const places = this.#keep(
      this.binding.createTensor([indices.length], this.binding.TF_INT32, indices.slice()),
    );
    return this.#run("GatherV2", none, [matrix, places, this.#firstAxis]);
  }

  uploadCondition(values: Uint8Array, shape: readonly number[]): Id {
    return this.#keep(this.binding.createTensor(shape, this.binding.TF_BOOL, values.slice()));
  }

  select(condition: Id, a: Id, b: Id): Id {
    return this.#run("Select", none, [condition, a, b]);
  }

  activate(activation: EngineActivation, input: Id): Id {
    return activation === "linear" ? input : this.#run(activations[activation], none, [input]);
  }

  activationGradient(activation: EngineActivation, output: Id, gradient: Id): Id {
    switch (activation) {
      case "linear":
        return gradient;
      case "tanh":
        return this.#run("TanhGrad", none, [output, gradient]);
      case "sigmoid":
        return this.#run("SigmoidGrad", none, [output, gradient]);
      case "relu":
        return this.#run("ReluGrad", none, [gradient, output]);
    }
  }

  scope<Result>(body: () => Result): Result {
    const outer = this.#made;
    const made: Id[] = [];
    this.#made = made;
    try {
      return body();
    } finally {
      this.#made = outer;
      for (const id of made) this.binding.deleteTensor(id);
    }
  }

  release(tensor: Id): void {
    this.binding.deleteTensor(tensor);
  }

  dispose(): void {
    this.binding.deleteTensor(this.#firstAxis);
    this.binding.deleteTensor(this.#secondAxis);
    this.binding.deleteTensor(this.#swappedAxes);
  }

  /**
   * The addon keeps the names of attributes in a table that all threads share without a lock. Once every name is in it
   * threads only read it, so each operation that has attributes runs once here.
   */
  #registerAttributeNames(): void {
    this.scope(() => {
      const square = this.upload(Float32Array.of(1, 0, 0, 1), [2, 2]);
      this.concatRows(this.splitRows(square, 2));
      this.concatColumns(this.splitColumns(this.concatColumns([square, square]), [1, 3]));
      this.matMulTransposedA(square, this.matMulTransposedB(square, square));
    });
  }

  #split(matrix: Id, parts: number, axis: Id): readonly Id[] {
    if (parts === 1) return [matrix];
    return this.#runMany("Split", this.#splitAttributes(parts), [axis, matrix], parts);
  }

  #concat(parts: readonly Id[], axis: Id): Id {
    const [only, ...others] = parts;
    if (only !== undefined && others.length === 0) return only;
    const attributes = remembered(this.#concats, parts.length, () => this.#concatAttributes(parts.length));
    return this.#run("ConcatV2", attributes, [...parts, axis]);
  }

  #splitAttributes(parts: number): readonly OperationAttribute[] {
    return remembered(this.#splits, parts, () => [
      { name: "num_split", type: this.binding.TF_ATTR_INT, value: parts },
    ]);
  }

  #runMany(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly Id[],
    outputs: number,
  ): readonly Id[] {
    return this.binding.executeOp(name, attributes, inputs, outputs).map(({ id }) => this.#keep(id));
  }

  #run(name: string, attributes: readonly OperationAttribute[], inputs: readonly Id[]): Id {
    const [output] = this.binding.executeOp(name, attributes, inputs, 1);
    if (output === undefined) throw new Error(`expected an output of TensorFlow's ${name}, got none`);
    return this.#keep(output.id);
  }

  #keep(id: Id): Id {
    this.#made?.push(id);
    return id;
  }

  /** TensorFlow infers the attributes of fixed inputs, but not those of a list of inputs. */
  #concatAttributes(parts: number): readonly OperationAttribute[] {
    return [
      { name: "N", type: this.binding.TF_ATTR_INT, value: parts },
      { name: "T", type: this.binding.TF_ATTR_TYPE, value: this.binding.TF_FLOAT },
      { name: "Tidx", type: this.binding.TF_ATTR_TYPE, value: this.binding.TF_INT32 },
    ];
  }
}

function remembered<Key, Value>(memory: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}
