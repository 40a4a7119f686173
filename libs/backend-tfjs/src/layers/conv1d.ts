import type { Conv1dSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { activate } from "../activations/activate.js";
import type { TensorOps } from "../ops/tensor-ops.js";
import { tensorAt, type LayerKernel } from "./layer-kernel.js";
import { timeWindows, type TimeWindows } from "./time-windows.js";

/**
 * activation(sum over a window of x W + b): the windows side by side as one matrix, times the kernel. Keras's Conv1D
 * ends the mask. Parameters: kernel (kernelSize, features, filters), bias (filters) if used.
 */
export function conv1dKernel<T>(plan: LayerPlan<Conv1dSpec>, ops: TensorOps<T>): LayerKernel<T> {
  const { kernelSize, strides, dilationRate, padding, filters, useBias, activation } = plan.spec;
  const options = { size: kernelSize, stride: strides, dilation: dilationRate, padding };
  return {
    givesLogits: true,
    forward({ rows, inputs, parameters, asLogits }) {
      const { matrix, steps, features } = tensorAt(inputs, 0);
      const windows = timeWindows(steps, options, plan.path);
      const layout = { windows, places: kernelSize, steps, rows, features };
      const columns = ops.upload(windowColumns(ops.download(matrix), layout), [
        windows.count * rows,
        kernelSize * features,
      ]);
      const kernel = ops.upload(ops.download(tensorAt(parameters, 0)), [kernelSize * features, filters]);
      const product = ops.matMul(columns, kernel);
      const sum = useBias ? ops.addBias(product, tensorAt(parameters, 1)) : product;
      const activated = activate(ops, asLogits ? "linear" : activation, sum, filters);
      return {
        outputs: [{ matrix: activated.output, steps: windows.count, features: filters, timed: true }],
        finalStates: [],
        backward(gradients, wanted) {
          const dSum = activated.gradient(tensorAt(gradients, 0));
          const dKernel = ops.matMulTransposedA(columns, dSum);
          const dInput = () =>
            ops.upload(columnSumsOverWindows(ops.download(ops.matMulTransposedB(dSum, kernel)), layout), [
              steps * rows,
              features,
            ]);
          return {
            parameters: useBias ? [dKernel, ops.columnSums(dSum)] : [dKernel],
            inputs: [wanted.inputs[0] === true ? dInput() : undefined],
          };
        },
      };
    },
  };
}

interface ColumnLayout {
  readonly windows: TimeWindows;
  /** Places of a window. */
  readonly places: number;
  readonly steps: number;
  readonly rows: number;
  readonly features: number;
}

/** (steps * B, features) -> (windows * B, places * features), padding as zeros. */
function windowColumns(matrix: Float32Array, layout: ColumnLayout): Float32Array {
  const { windows, places, rows, features } = layout;
  const columns = new Float32Array(windows.count * rows * places * features);
  eachPlace(layout, (from, to) => columns.set(matrix.subarray(from, from + features), to));
  return columns;
}

/** The way back: adds up what each time step gave to its windows. */
function columnSumsOverWindows(columns: Float32Array, layout: ColumnLayout): Float32Array {
  const sums = new Float64Array(layout.steps * layout.rows * layout.features);
  eachPlace(layout, (to, from) => {
    for (let i = 0; i < layout.features; i++)
      sums[to + i] = (sums[to + i] ?? NaN) + (columns[from + i] ?? NaN);
  });
  return Float32Array.from(sums);
}

/** Calls with the offset of a vector in the input's matrix and in the columns' matrix, for every place of every window. */
function eachPlace(
  { windows, places, steps, rows, features }: ColumnLayout,
  visit: (inMatrix: number, inColumns: number) => void,
): void {
  for (let window = 0; window < windows.count; window++) {
    for (let place = 0; place < places; place++) {
      const step = windows.stepOf(window, place);
      if (step < 0 || step >= steps) continue;
      for (let row = 0; row < rows; row++) {
        visit((step * rows + row) * features, ((window * rows + row) * places + place) * features);
      }
    }
  }
}
