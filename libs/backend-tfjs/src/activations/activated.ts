/** What an activation made of a matrix, and the way back through it. */
export interface Activated<T> {
  /** (rows, columns), as the input. */
  readonly output: T;
  /** d(loss)/d(input) from d(loss)/d(output), both (rows, columns). */
  gradient(dOutput: T): T;
}
