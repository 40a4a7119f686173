import type { AveragePooling1dSpec, MaxPooling1dSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { hostKernel, type HostCall, type HostPass } from "./host-kernel.js";
import type { LayerKernel } from "./layer-kernel.js";
import { timeWindows } from "./time-windows.js";

/** The time steps of each window that lie within the sequence. */
type StepsOfWindow = readonly (readonly number[])[];

/** The largest value of each window; the first one has the gradient. Keras's pooling ends the mask. */
export function maxPooling1dKernel<T>(plan: LayerPlan<MaxPooling1dSpec>, ops: TensorOps<T>): LayerKernel<T> {
  return hostKernel(ops, (call) => {
    const { matrix } = call.input;
    const block = call.rows * call.input.features;
    const windows = windowsOf(plan, call.input.steps);
    const places = new Int32Array(windows.length * block);
    windows.forEach((steps, window) => {
      for (let i = 0; i < block; i++)
        places[window * block + i] = largestAt(
          matrix,
          steps.map((step) => step * block + i),
        );
    });
    return pass(
      call,
      windows,
      Float32Array.from(places, (place) => matrix[place] ?? NaN),
      (dOutput, dInput) => {
        places.forEach((place, i) => (dInput[place] = (dInput[place] ?? NaN) + (dOutput[i] ?? NaN)));
      },
    );
  });
}

/** The mean of each window, of what lies within the sequence. Keras's pooling ends the mask. */
export function averagePooling1dKernel<T>(
  plan: LayerPlan<AveragePooling1dSpec>,
  ops: TensorOps<T>,
): LayerKernel<T> {
  return hostKernel(ops, (call) => {
    const block = call.rows * call.input.features;
    const windows = windowsOf(plan, call.input.steps);
    const means = new Float32Array(windows.length * block);
    windows.forEach((steps, window) => {
      for (let i = 0; i < block; i++) {
        let sum = 0;
        for (const step of steps) sum += call.input.matrix[step * block + i] ?? NaN;
        means[window * block + i] = sum / steps.length;
      }
    });
    return pass(call, windows, means, (dOutput, dInput) => {
      windows.forEach((steps, window) => {
        for (const step of steps) {
          for (let i = 0; i < block; i++) {
            const share = (dOutput[window * block + i] ?? NaN) / steps.length;
            dInput[step * block + i] = (dInput[step * block + i] ?? NaN) + share;
          }
        }
      });
    });
  });
}

function windowsOf(
  { path, spec }: LayerPlan<MaxPooling1dSpec | AveragePooling1dSpec>,
  steps: number,
): StepsOfWindow {
  const { poolSize, strides = poolSize, padding } = spec;
  const { count, stepOf } = timeWindows(
    steps,
    { size: poolSize, stride: strides, dilation: 1, padding },
    path,
  );
  return Array.from({ length: count }, (_, window) =>
    Array.from({ length: poolSize }, (__, place) => stepOf(window, place)).filter(
      (step) => step >= 0 && step < steps,
    ),
  );
}

/** Index of the first of the largest values; of a NaN where there is one. */
function largestAt(values: Float32Array, indices: readonly number[]): number {
  return indices.reduce((best, index) => {
    const [value, largest] = [values[index] ?? NaN, values[best] ?? NaN];
    return value > largest || Number.isNaN(value) ? index : best;
  });
}

function pass(
  { rows, input }: HostCall,
  windows: StepsOfWindow,
  matrix: Float32Array,
  spread: (dOutput: Float32Array, dInput: Float64Array) => void,
): HostPass {
  return {
    output: { matrix, steps: windows.length, features: input.features, timed: true },
    backward(dOutput) {
      const dInput = new Float64Array(input.steps * rows * input.features);
      spread(dOutput, dInput);
      return { inputs: [Float32Array.from(dInput)] };
    },
  };
}
