import type { BatchRandomness } from "@lockstep/backend";
import type { TensorOps } from "../ops/tensor-ops.js";
import { tensorAt, type Activations, type LayerCall, type LayerKernel } from "./layer-kernel.js";

/** A value between layers, downloaded: (steps * B, features), time step by time step. */
export type HostValue = Activations<Float32Array>;

/** What a layer on the host works on. */
export interface HostCall {
  /** Number of sequences B. */
  readonly rows: number;
  readonly inputs: readonly HostValue[];
  /** The first input: of most layers the only one. */
  readonly input: HostValue;
  readonly parameters: readonly Float32Array[];
  /** Present while training. */
  readonly random?: BatchRandomness;
}

/** A layer's forward pass on the host. */
export interface HostPass {
  readonly output: HostValue;
  /** From d(loss)/d(output). */
  backward(dOutput: Float32Array): HostGradients;
}

export interface HostGradients {
  /** d(loss)/d(input), one for each input. */
  readonly inputs: readonly Float32Array[];
  /** d(loss)/d(parameter), in the order of the layer's parameters. */
  readonly parameters?: readonly Float32Array[];
}

/** A layer without products of matrices: in TypeScript, in a fixed order, with the same bits on every engine. */
export function hostKernel<T>(ops: TensorOps<T>, run: (call: HostCall) => HostPass): LayerKernel<T> {
  return {
    givesLogits: false,
    forward(call) {
      const pass = run(downloaded(call, ops));
      const { matrix, ...described } = pass.output;
      const sizes = call.inputs.map(({ steps, features }) => [steps * call.rows, features]);
      return {
        outputs: [
          { ...described, matrix: ops.upload(matrix, [described.steps * call.rows, described.features]) },
        ],
        finalStates: [],
        backward(gradients, wanted) {
          const { inputs, parameters = [] } = pass.backward(ops.download(tensorAt(gradients, 0)));
          return {
            parameters: parameters.map((values) => ops.upload(values, [values.length])),
            inputs: sizes.map((size, i) => {
              const values = inputs[i];
              return values !== undefined && wanted.inputs[i] === true ? ops.upload(values, size) : undefined;
            }),
          };
        },
      };
    },
  };
}

function downloaded<T>({ rows, inputs, parameters, random }: LayerCall<T>, ops: TensorOps<T>): HostCall {
  const values = inputs.map((input) => ({ ...input, matrix: ops.download(input.matrix) }));
  const input = tensorAt(values, 0);
  const weights = parameters.map((parameter) => ops.download(parameter));
  return { rows, inputs: values, input, parameters: weights, ...(random && { random }) };
}
