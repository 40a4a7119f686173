import { differentiateActivation, evaluateActivation, float64Activation } from "@lockstep/backend";
import type { ActivationName } from "@lockstep/job";
import { isEngineActivation } from "../ops/engine-activation.js";
import type { TensorOps } from "../ops/tensor-ops.js";
import type { Activated } from "./activated.js";

/**
 * Any of Keras's activations on a matrix, softmax and log_softmax along its rows. The four that recurrent networks
 * live on run on the engine; the rest run here, in float64 with fixed bits.
 * @param columns of the matrix; its rows are counted by its values
 */
export function activate<T>(
  ops: TensorOps<T>,
  activation: ActivationName,
  input: T,
  columns: number,
): Activated<T> {
  if (isEngineActivation(activation)) {
    const output = ops.activate(activation, input);
    return { output, gradient: (dOutput) => ops.activationGradient(activation, output, dOutput) };
  }
  const f = float64Activation(activation);
  const values = ops.download(input);
  const shape = [values.length / columns, columns];
  return {
    output: ops.upload(evaluateActivation(f, values, columns), shape),
    gradient: (dOutput) =>
      ops.upload(differentiateActivation(f, { values, dOutput: ops.download(dOutput), columns }), shape),
  };
}
