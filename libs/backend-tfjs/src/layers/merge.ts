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
import { hostKernel, type HostValue } from "./host-kernel.js";
import type { LayerKernel } from "./layer-kernel.js";
import { mergeRules, type MergedElement, type MergeRule } from "./merge-rules.js";
import { mergedMask } from "./merged-mask.js";

type MergeSpec = AddSpec | SubtractSpec | MultiplySpec | AverageSpec | MaximumSpec | MinimumSpec;

/** Inputs of one shape made into one, element by element, in float64. */
export function mergeKernel<T>({ spec }: LayerPlan<MergeSpec>, ops: TensorOps<T>): LayerKernel<T> {
  const rule: MergeRule = mergeRules[spec.type];
  return hostKernel(ops, ({ inputs, input }) => {
    const { steps, features, timed } = input;
    return {
      output: {
        steps,
        features,
        timed,
        matrix: input.matrix.map((_, i) => rule.value(elementAt(inputs, i))),
        ...mergedMask(inputs.map(({ mask }) => mask)),
      },
      backward: (dOutput) => ({
        inputs: inputs.map((_, index) =>
          dOutput.map((d, i) => d * rule.derivative(elementAt(inputs, i), index)),
        ),
      }),
    };
  });
}

function elementAt(inputs: readonly HostValue[], i: number): MergedElement {
  return {
    values: inputs.map(({ matrix }) => matrix[i] ?? NaN),
    used: inputs.map(({ mask, features }) => (mask ? mask[Math.floor(i / features)] === 1 : undefined)),
  };
}
