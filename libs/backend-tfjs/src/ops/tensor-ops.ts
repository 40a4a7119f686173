import type { EngineActivation } from "./engine-activation.js";

/**
 * The few operations that a layer's forward and backward pass is made of. A matrix is (rows, columns) and a vector
 * (columns), both float32 and held by the engine; `T` is the engine's handle for one.
 *
 * Whatever is made inside {@link scope} is freed when it ends; what is made outside is freed by {@link release}.
 */
export interface TensorOps<T> {
  /** A tensor of this shape with a copy of these values. */
  upload(values: Float32Array, shape: readonly number[]): T;
  /** A copy of the values. */
  download(tensor: T): Float32Array;
  /** a b, where a is (n, k) and b is (k, m). */
  matMul(a: T, b: T): T;
  /** aᵀ b, where a is (k, n) and b is (k, m). */
  matMulTransposedA(a: T, b: T): T;
  /** a bᵀ, where a is (n, k) and b is (m, k). */
  matMulTransposedB(a: T, b: T): T;
  /** aᵀ: worth its while where a product with it comes again and again. */
  transpose(a: T): T;
  /** Sum of two matrices; b may also be a matrix of one row, or of one column, that is repeated. */
  add(a: T, b: T): T;
  /** a - b, either repeated as in {@link add}. */
  subtract(a: T, b: T): T;
  /** Products of elements, b repeated as in {@link add}. */
  multiply(a: T, b: T): T;
  /** The vector added to every row. */
  addBias(matrix: T, vector: T): T;
  /** Sum over rows, a vector. */
  columnSums(matrix: T): T;
  /** Cuts a matrix into `parts` of equal row counts. */
  splitRows(matrix: T, parts: number): readonly T[];
  /** Puts matrices of equal column counts one below the other. */
  concatRows(parts: readonly T[]): T;
  /** Cuts a matrix into column blocks of these widths. */
  splitColumns(matrix: T, widths: readonly number[]): readonly T[];
  /** Puts matrices of equal row counts side by side. */
  concatColumns(parts: readonly T[]): T;
  /** The rows of these indices, one below the other; indices must be rows of the matrix. */
  gatherRows(matrix: T, indices: Int32Array): T;
  /** A condition for {@link select}, 1 or 0 for each element. */
  uploadCondition(values: Uint8Array, shape: readonly number[]): T;
  /** Elements of a where the condition holds, else of b; all of one shape. */
  select(condition: T, a: T, b: T): T;
  activate(activation: EngineActivation, input: T): T;
  /** d(loss)/d(input) of an activation from its output and d(loss)/d(output). */
  activationGradient(activation: EngineActivation, output: T, gradient: T): T;
  /** Runs `body` with this engine active and frees every tensor that it made. */
  scope<Result>(body: () => Result): Result;
  release(tensor: T): void;
  /** Frees what the operations themselves hold; tensors outside a scope are their makers' to release. */
  dispose(): void;
}
