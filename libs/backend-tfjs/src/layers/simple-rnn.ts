import type { SimpleRnnSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { tensorAt, type LayerCall, type LayerKernel } from "./layer-kernel.js";

/**
 * h_t = activation(x_t W + h_(t-1) U + b) from h = 0, and its backward pass through time. Parameters: kernel W
 * (features, units), recurrent kernel U (units, units), bias b (units) if used.
 *
 * The products that do not wait for the previous step are one matrix product over all time steps: x W before the
 * forward loop; Xᵀ dZ, Hᵀ dZ and dZ Wᵀ after the backward loop, which itself only finds dz_t.
 */
export function simpleRnnKernel<T>(plan: LayerPlan<SimpleRnnSpec>, ops: TensorOps<T>): LayerKernel<T> {
  const { spec } = plan;
  return {
    givesLogits: false,
    forward(call) {
      const kernel = tensorAt(call.parameters, 0);
      const recurrentKernel = tensorAt(call.parameters, 1);
      const states = statesOf(call, spec, ops);
      const { matrix, steps } = call.input;
      return {
        output: spec.returnSequences
          ? { matrix: ops.concatRows(states), steps }
          : { matrix: tensorAt(states, steps - 1), steps: 1 },
        backward(gradient, wantInput) {
          const gradients = spec.returnSequences ? ops.splitRows(gradient, steps) : [gradient];
          const dSums = sumGradients({ states, gradients, recurrentKernel }, spec, ops);
          const dSum = ops.concatRows(inInputOrder(dSums, spec));
          const initial = ops.upload(new Float32Array(call.rows * spec.units), [call.rows, spec.units]);
          const previous = ops.concatRows(inInputOrder([initial, ...states.slice(0, -1)], spec));
          const dKernels = [ops.matMulTransposedA(matrix, dSum), ops.matMulTransposedA(previous, dSum)];
          return {
            parameters: spec.useBias ? [...dKernels, ops.columnSums(dSum)] : dKernels,
            ...(wantInput && { input: ops.matMulTransposedB(dSum, kernel) }),
          };
        },
      };
    },
  };
}

/** The states h_t, (B, units) each, in the order in which they are computed. */
function statesOf<T>(
  { input, parameters }: LayerCall<T>,
  spec: SimpleRnnSpec,
  ops: TensorOps<T>,
): readonly T[] {
  const product = ops.matMul(input.matrix, tensorAt(parameters, 0));
  const projection = spec.useBias ? ops.addBias(product, tensorAt(parameters, 2)) : product;
  const states: T[] = [];
  for (const projected of inInputOrder(ops.splitRows(projection, input.steps), spec)) {
    const previous = states.at(-1);
    // The state before the first step is zero, and so is its product.
    const sum =
      previous === undefined ? projected : ops.add(projected, ops.matMul(previous, tensorAt(parameters, 1)));
    states.push(ops.activate(spec.activation, sum));
  }
  return states;
}

/** What the backward loop walks over, in the order in which the states were computed. */
interface BackwardLoop<T> {
  readonly states: readonly T[];
  /** d(loss)/d(h_t) from above: of every step, or of the last one only. */
  readonly gradients: readonly T[];
  readonly recurrentKernel: T;
}

/** dz_t = d(loss)/d(what h_t is the activation of), in the order in which the states were computed. */
function sumGradients<T>(loop: BackwardLoop<T>, spec: SimpleRnnSpec, ops: TensorOps<T>): readonly T[] {
  const { states, gradients, recurrentKernel } = loop;
  const backwards: T[] = [];
  for (let step = states.length - 1; step >= 0; step--) {
    const fromAbove = gradients[step - (states.length - gradients.length)];
    const later = backwards.at(-1);
    const fromLater = later === undefined ? undefined : ops.matMulTransposedB(later, recurrentKernel);
    const dState = sumOf(fromAbove, fromLater, ops);
    backwards.push(ops.activationGradient(spec.activation, tensorAt(states, step), dState));
  }
  return backwards.reverse();
}

function sumOf<T>(a: T | undefined, b: T | undefined, ops: TensorOps<T>): T {
  if (a !== undefined && b !== undefined) return ops.add(a, b);
  const only = a ?? b;
  if (only === undefined) throw new RangeError("gradients: expected one for the last time step, got none");
  return only;
}

/** Turns the order of computation into that of the input and back: they differ where a layer goes backwards. */
function inInputOrder<T>(steps: readonly T[], spec: SimpleRnnSpec): readonly T[] {
  return spec.goBackwards ? [...steps].reverse() : steps;
}
