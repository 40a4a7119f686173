import type { LayerSpec } from "@lockstep/job";
import type { LayerPlan, ParameterPlan } from "@lockstep/model";
import { FormatError } from "../format-error.js";
import type { OnnxGraphBuilder } from "./onnx-graph-builder.js";

/** A value of the model in the graph: (batch, time, features) where it is timed, else (batch, features). */
export interface OnnxSequence {
  readonly name: string;
  /** Name of the valid time steps of each sequence, (batch) of int32, where the value carries a mask. */
  readonly lengths?: string;
}

/** What a layer is turned into nodes with. */
export interface OnnxLayerCall<Spec extends LayerSpec = LayerSpec> {
  readonly graph: OnnxGraphBuilder;
  readonly layer: LayerPlan<Spec>;
  readonly inputs: readonly OnnxSequence[];
  /** (batch, units) each. */
  readonly initialStates: readonly string[];
  /** The values of one of the layer's weights. */
  readonly weight: (parameter: ParameterPlan) => Float32Array;
}

/** Output, then returned states. */
export type OnnxLayer<Spec extends LayerSpec = LayerSpec> = (
  call: OnnxLayerCall<Spec>,
) => readonly OnnxSequence[];

/** What ONNX's operators have not. */
export function inexpressible(layer: LayerPlan, what: string): FormatError {
  return new FormatError("MODEL_INEXPRESSIBLE", `layer ${layer.path}: ${what}`);
}

/** The only input of a layer that has one. */
export function onlyInput({ inputs, layer }: Pick<OnnxLayerCall, "inputs" | "layer">): OnnxSequence {
  const [input] = inputs;
  if (input) return input;
  throw new RangeError(`layer ${layer.path}: expected an input`);
}

/** A weight by Keras's name; undefined where the layer has none. */
export function weightNamed(
  { layer, weight }: Pick<OnnxLayerCall, "layer" | "weight">,
  name: string,
): { readonly shape: readonly number[]; readonly values: Float32Array } | undefined {
  const parameter = layer.parameters.find((each) => each.name === name);
  return parameter && { shape: parameter.shape, values: weight(parameter) };
}

/** The same with its mask, under another name. */
export function renamed(input: OnnxSequence, name: string): OnnxSequence {
  return { ...input, name };
}
