import type { RnnSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import {
  tensorAt,
  type ForwardPass,
  type LayerCall,
  type LayerKernel,
  type LayerGradients,
} from "./layer-kernel.js";
import { recurrentLayer, runRecurrent, type RecurrentLayer } from "./recurrent/recurrent-layer.js";
import { reverseMask } from "./recurrent/time-order.js";

/** One of the cells, as a layer of its own. */
interface StackedCell<T> {
  readonly layer: RecurrentLayer<T>;
  readonly parameters: number;
}

/**
 * Cells stacked within each time step. A cell waits for nothing but the cells before it and its own past, so this is a
 * chain of layers: each cell goes through all time steps before the next one begins.
 */
export function rnnKernel<T>(plan: LayerPlan<RnnSpec>, ops: TensorOps<T>): LayerKernel<T> {
  const { spec } = plan;
  const cells = spec.cells.map((cell, index): StackedCell<T> => {
    const inner = plan.inner[index];
    if (inner === undefined) throw new RangeError(`${plan.path}: expected ${spec.cells.length} inner layers`);
    const isLast = index === spec.cells.length - 1;
    const options = {
      // The first cell turns the sequence round; the others find it so.
      goBackwards: spec.goBackwards && index === 0,
      returnSequences: spec.returnSequences || !isLast,
      returnState: true,
      zeroOutputForMask: spec.zeroOutputForMask && isLast,
    };
    return { layer: recurrentLayer(cell, options, inner, ops), parameters: inner.parameters.length };
  });
  return { givesLogits: false, forward: (call) => runStack(cells, spec, call) };
}

function runStack<T>(cells: readonly StackedCell<T>[], spec: RnnSpec, call: LayerCall<T>): ForwardPass<T> {
  const passes = forwardThrough(cells, spec.goBackwards, call);
  const finalStates = passes.flatMap((pass) => pass.finalStates);
  const last = passes.at(-1)?.outputs[0];
  if (last === undefined) throw new RangeError("cells: expected at least 1, got none");
  const mask = spec.returnSequences ? call.inputs[0]?.mask : undefined;
  const { matrix, steps, features, timed } = last;
  const output = { matrix, steps, features, timed, ...(mask && { mask }) };
  const states = passes.flatMap((pass) => pass.outputs.slice(1));
  return {
    outputs: spec.returnState ? [output, ...states] : [output],
    finalStates,
    watched: () => passes.flatMap((pass) => pass.watched?.() ?? []),
    backward(gradients, wanted) {
      const back = backwardThrough(cells, passes, gradients, wanted.inputs[0] === true);
      return { ...back, inputs: [back.input] };
    },
  };
}

function forwardThrough<T>(
  cells: readonly StackedCell<T>[],
  goBackwards: boolean,
  call: LayerCall<T>,
): readonly ForwardPass<T>[] {
  let inputs = call.inputs;
  let [parameter, state] = [0, 0];
  return cells.map(({ layer, parameters }, index) => {
    const pass = runRecurrent(layer, {
      ...call,
      inputs,
      parameters: call.parameters.slice(parameter, (parameter += parameters)),
      initialStates: call.initialStates.slice(state, (state += layer.cell.states)),
    });
    // The output of a layer that goes backwards is in its order, but its mask in the input's, as in Keras.
    inputs = pass.outputs.slice(0, 1).map((output) => ({
      ...output,
      ...(index === 0 && goBackwards && output.mask && { mask: reverseMask(output.mask, output.steps) }),
    }));
    return pass;
  });
}

function backwardThrough<T>(
  cells: readonly StackedCell<T>[],
  passes: readonly ForwardPass<T>[],
  [ofOutput, ...ofStates]: readonly (T | undefined)[],
  wantInput: boolean,
) {
  const parameters: (T | undefined)[] = [];
  const initialStates: (T | undefined)[] = [];
  const backs: LayerGradients<T>[] = [];
  let input = ofOutput;
  let state = cells.reduce((sum, { layer }) => sum + layer.cell.states, 0);
  for (let index = cells.length - 1; index >= 0; index--) {
    const { cell } = tensorAt(cells, index).layer;
    state -= cell.states;
    const gradients = [input, ...ofStates.slice(state, state + cell.states)];
    const back = tensorAt(passes, index).backward(gradients, { inputs: [index > 0 || wantInput] });
    parameters.unshift(...back.parameters);
    initialStates.unshift(...(back.initialStates ?? []));
    backs.push(back);
    input = back.inputs[0];
  }
  return {
    parameters,
    initialStates,
    watched: () => backs.flatMap((back) => back.watched?.() ?? []),
    flow: () => backs.flatMap((back) => back.flow?.() ?? []),
    input,
  };
}
