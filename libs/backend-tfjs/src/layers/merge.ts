import type {
  AddSpec,
  AverageSpec,
  MaximumSpec,
  MinimumSpec,
  MultiplySpec,
  SubtractSpec,
} from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { hostKernel } from "./host-kernel.js";
import type { LayerKernel } from "./layer-kernel.js";
import { mergedMask } from "./merged-mask.js";

type MergeSpec = AddSpec | SubtractSpec | MultiplySpec | AverageSpec | MaximumSpec | MinimumSpec;

/** An elementwise merge of one value of each input. */
interface Merge {
  value(inputs: readonly number[]): number;
  /** d(value)/d(inputs[index]). */
  derivative(inputs: readonly number[], index: number): number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const product = (values: readonly number[]) => values.reduce((total, value) => total * value, 1);

/** TensorFlow gives the gradient to the first of equal inputs. */
const isFirst = (inputs: readonly number[], index: number, chosen: number) =>
  inputs.indexOf(chosen) === index ? 1 : 0;

const merges: Readonly<Record<MergeSpec["type"], Merge>> = {
  Add: { value: sum, derivative: () => 1 },
  Subtract: {
    value: ([first = NaN, second = NaN]) => first - second,
    derivative: (_, index) => (index === 0 ? 1 : -1),
  },
  Multiply: {
    value: product,
    derivative: (inputs, index) => product(inputs.filter((_, other) => other !== index)),
  },
  Average: {
    value: (inputs) => sum(inputs) / inputs.length,
    derivative: (inputs) => 1 / inputs.length,
  },
  Maximum: {
    value: (inputs) => Math.max(...inputs),
    derivative: (inputs, index) => isFirst(inputs, index, Math.max(...inputs)),
  },
  Minimum: {
    value: (inputs) => Math.min(...inputs),
    derivative: (inputs, index) => isFirst(inputs, index, Math.min(...inputs)),
  },
};

/** Inputs of one shape made into one, element by element, in float64. */
export function mergeKernel<T>({ spec }: LayerPlan<MergeSpec>, ops: TensorOps<T>): LayerKernel<T> {
  const merge = merges[spec.type];
  return hostKernel(ops, ({ inputs, input }) => {
    const matrices = inputs.map(({ matrix }) => matrix);
    const at = (i: number) => matrices.map((matrix) => matrix[i] ?? NaN);
    const { steps, features, timed } = input;
    return {
      output: {
        steps,
        features,
        timed,
        matrix: input.matrix.map((_, i) => merge.value(at(i))),
        ...mergedMask(inputs.map(({ mask }) => mask)),
      },
      backward: (dOutput) => ({
        inputs: matrices.map((_, index) => dOutput.map((d, i) => d * merge.derivative(at(i), index))),
      }),
    };
  });
}
