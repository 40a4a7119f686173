import type { LayerSpec } from "@lockstep/job";
import type { LayerPlan, ModelPlan } from "@lockstep/model";

type Vector = readonly number[];
/** One sequence: a vector for each time step (one where there is no time axis). */
type Sequence = readonly Vector[];

const activations = {
  linear: (z: number) => z,
  tanh: Math.tanh,
  sigmoid: (z: number) => 1 / (1 + Math.exp(-z)),
  relu: (z: number) => Math.max(z, 0),
} as const;

/** The model's outputs in float64, written straight from the layers' definitions: (B, ...outputShape), flat. */
export function referenceOutputs(
  plan: ModelPlan,
  parameters: Float64Array,
  rows: number,
  x: Float32Array,
): number[] {
  const length = x.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    let sequence = sequenceOf(x.subarray(row * length, (row + 1) * length), plan.inputShape);
    for (const layer of plan.layers) sequence = layerOutput(layer, parameters, sequence);
    return sequence.flat();
  }).flat();
}

function sequenceOf(values: Float32Array, shape: readonly number[]): Sequence {
  const features = shape.at(-1) ?? 1;
  return Array.from({ length: values.length / features }, (_, step) => [
    ...values.subarray(step * features, (step + 1) * features),
  ]);
}

function layerOutput(layer: LayerPlan, parameters: Float64Array, input: Sequence): Sequence {
  const { spec } = layer;
  const weights = new Map(
    layer.parameters.map(({ name, offset, size }) => [name, parameters.subarray(offset, offset + size)]),
  );
  const kernel = weights.get("kernel") ?? new Float64Array();
  const bias = weights.get("bias");
  const activate = activations[spec.activation];
  const project = (step: Vector) => affine(step, kernel, bias, spec.units);
  if (spec.type === "Dense") return input.map((step) => project(step).map(activate));
  const recurrentKernel = weights.get("recurrent_kernel") ?? new Float64Array();
  const states = statesOf(spec, input.map(project), recurrentKernel, activate);
  return spec.returnSequences ? states : states.slice(-1);
}

function statesOf(
  spec: Extract<LayerSpec, { type: "SimpleRNN" }>,
  projected: Sequence,
  recurrentKernel: Float64Array,
  activate: (z: number) => number,
): Sequence {
  const states: Vector[] = [];
  for (const step of spec.goBackwards ? [...projected].reverse() : projected) {
    const previous = states.at(-1) ?? new Array<number>(spec.units).fill(0);
    const fromState = affine(previous, recurrentKernel, undefined, spec.units);
    states.push(step.map((value, unit) => activate(value + (fromState[unit] ?? NaN))));
  }
  return states;
}

function affine(input: Vector, kernel: Float64Array, bias: Float64Array | undefined, units: number): Vector {
  return Array.from({ length: units }, (_, unit) =>
    input.reduce((sum, value, i) => sum + value * (kernel[i * units + unit] ?? NaN), bias?.[unit] ?? 0),
  );
}
