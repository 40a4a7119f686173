import type { LayerSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { dropoutMask } from "../../dropout-mask.js";
import { referenceActivation } from "./reference-activations.js";
import type { LayerContext, LayerResult } from "./reference-layer.js";
import { referenceMerge } from "./reference-merges.js";
import { referenceRecurrent } from "./reference-recurrent.js";
import { affine, weight, zip, type ReferenceValue, type Vector } from "./reference-value.js";
import { windowsOf } from "./reference-windows.js";

/** Any layer over one sequence, straight from its definition. */
export function referenceLayer(
  layer: LayerPlan,
  inputs: readonly ReferenceValue[],
  context: LayerContext,
): LayerResult {
  const [input] = inputs;
  if (input === undefined) throw new Error(`reference: layer ${layer.name} has no input`);
  const recurrent = referenceRecurrent(layer, input, context);
  if (recurrent !== undefined) return recurrent;
  const output = referenceMerge(layer.spec, inputs) ?? singleOutput(layer, input, context);
  return { outputs: [output], finalStates: [] };
}

function singleOutput(layer: LayerPlan, input: ReferenceValue, context: LayerContext): ReferenceValue {
  const { spec } = layer;
  switch (spec.type) {
    case "TimeDistributed":
      return distributed(layer, input, context);
    case "Masking":
      return masking(spec.maskValue, input);
    case "Embedding":
      return embedding(spec, weight(context.weightsOf(layer), "embeddings"), input);
    case "Flatten":
      return { steps: [input.steps.flat()], timed: false };
    case "Reshape":
      return reshaped(layer.outputShape, input.steps.flat());
    case "RepeatVector":
      return { steps: Array.from({ length: spec.n }, () => input.steps[0] ?? []), timed: true };
    case "GlobalAveragePooling1D":
      return { steps: [meanOf(input.steps.filter((_, i) => input.mask?.[i] ?? true))], timed: spec.keepdims };
    case "GlobalMaxPooling1D":
      return { steps: [largestOf(input.steps)], timed: spec.keepdims };
    case "MaxPooling1D":
    case "AveragePooling1D":
      return pooled(spec, input);
    case "Conv1D":
      return convolved(spec, layer, input, context);
    default:
      return { ...input, steps: stepwise(layer, input.steps, context) };
  }
}

/** Layers that treat every time step alike, and let the mask pass. */
function stepwise(layer: LayerPlan, steps: readonly Vector[], context: LayerContext): readonly Vector[] {
  const { spec } = layer;
  const weights = context.weightsOf(layer);
  switch (spec.type) {
    case "Dense": {
      const kernel = weight(weights, "kernel");
      const bias = spec.useBias ? weight(weights, "bias") : undefined;
      return steps.map((step) =>
        referenceActivation(spec.activation, affine(step, kernel, spec.units, bias)),
      );
    }
    case "Activation":
      return steps.map((step) => referenceActivation(spec.activation, step));
    case "LayerNormalization":
      return steps.map((step) => normalised(step, spec.epsilon, weights.get("gamma"), weights.get("beta")));
    case "Dropout":
    case "SpatialDropout1D":
      return dropped(layer, spec, steps, context);
    default:
      throw new Error(`reference: no layer ${spec.type}`);
  }
}

/** Each time step by itself; only random masks are drawn for all of them at once. */
function distributed(layer: LayerPlan, input: ReferenceValue, context: LayerContext): ReferenceValue {
  const [inner] = layer.inner;
  if (inner === undefined) throw new Error("reference: TimeDistributed without a layer");
  if (inner.spec.type === "Dropout") return { ...input, steps: stepwise(inner, input.steps, context) };
  const each = (step: Vector) => singleOutput(inner, { steps: [step], timed: false }, context).steps.flat();
  return { ...input, steps: input.steps.map(each) };
}

function masking(maskValue: number, { steps, timed }: ReferenceValue): ReferenceValue {
  const mask = steps.map((step) => step.some((value) => value !== Math.fround(maskValue)));
  return { steps: steps.map((step, i) => step.map((value) => (mask[i] === true ? value : 0))), timed, mask };
}

function embedding(
  { outputDim, maskZero }: { readonly outputDim: number; readonly maskZero: boolean },
  table: Float64Array,
  input: ReferenceValue,
): ReferenceValue {
  const ids = input.steps.flat();
  return {
    steps: ids.map((id) => [...table.subarray(id * outputDim, (id + 1) * outputDim)]),
    timed: true,
    ...(maskZero && { mask: ids.map((id) => id !== 0) }),
  };
}

function normalised(x: Vector, epsilon: number, gamma?: Float64Array, beta?: Float64Array): number[] {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map(
    (value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * (gamma?.[i] ?? 1) + (beta?.[i] ?? 0),
  );
}

function dropped(
  layer: LayerPlan,
  spec: Extract<LayerSpec, { type: "Dropout" | "SpatialDropout1D" }>,
  steps: readonly Vector[],
  { random, row }: LayerContext,
): readonly Vector[] {
  if (random === undefined || spec.rate === 0) return steps;
  const features = steps[0]?.length ?? 0;
  const size = spec.type === "Dropout" ? steps.length * features : features;
  const mask = dropoutMask({ random, ordinal: layer.ordinal, mask: 0, rate: spec.rate, size }).subarray(
    row * size,
    (row + 1) * size,
  );
  return steps.map((step, t) => step.map((value, i) => value * (mask[(t * features + i) % size] ?? NaN)));
}

function reshaped([first = 1, ...rest]: readonly number[], values: Vector): ReferenceValue {
  const size = rest.reduce((product, length) => product * length, 1);
  if (rest.length === 0) return { steps: [values], timed: false };
  return {
    steps: Array.from({ length: first }, (_, i) => values.slice(i * size, (i + 1) * size)),
    timed: true,
  };
}

function meanOf(steps: readonly Vector[]): Vector {
  const sum = steps.reduce((a, b) => zip(a, b, (x, y) => x + y));
  return sum.map((value) => value / steps.length);
}

function largestOf(steps: readonly Vector[]): Vector {
  return steps.reduce((a, b) => zip(a, b, (x, y) => Math.max(x, y)));
}

function pooled(
  spec: Extract<LayerSpec, { type: "MaxPooling1D" | "AveragePooling1D" }>,
  { steps }: ReferenceValue,
): ReferenceValue {
  const { poolSize, strides = poolSize, padding } = spec;
  const windows = windowsOf(steps, { size: poolSize, stride: strides, dilation: 1, padding });
  const inside = windows.map((window) => window.filter((step) => step !== undefined));
  return { steps: inside.map(spec.type === "MaxPooling1D" ? largestOf : meanOf), timed: true };
}

function convolved(
  spec: Extract<LayerSpec, { type: "Conv1D" }>,
  layer: LayerPlan,
  { steps }: ReferenceValue,
  context: LayerContext,
): ReferenceValue {
  const { kernelSize, strides, dilationRate, padding, filters, activation, useBias } = spec;
  const weights = context.weightsOf(layer);
  const kernel = weight(weights, "kernel");
  const bias = useBias ? weight(weights, "bias") : undefined;
  const features = steps[0]?.length ?? 0;
  const windows = windowsOf(steps, { size: kernelSize, stride: strides, dilation: dilationRate, padding });
  const nothing = new Array<number>(features).fill(0);
  return {
    steps: windows.map((window) =>
      referenceActivation(
        activation,
        affine(window.map((step) => step ?? nothing).flat(), kernel, filters, bias),
      ),
    ),
    timed: true,
  };
}
