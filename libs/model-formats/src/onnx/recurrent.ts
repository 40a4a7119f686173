import type { ActivationName, RecurrentSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { innerActivation } from "./activations.js";
import type { OnnxAttribute } from "./onnx-model.js";
import {
  inexpressible,
  onlyInput,
  weightNamed,
  type OnnxLayerCall,
  type OnnxSequence,
} from "./onnx-layer.js";

/** What of an operator differs from cell to cell. */
interface Cell {
  readonly operator: "RNN" | "LSTM" | "GRU";
  /** For each of ONNX's gates, which one of Keras's it is: LSTM i, f, c, o -> i, o, f, c; GRU z, r, h alike. */
  readonly gates: readonly number[];
  readonly activations: readonly ActivationName[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

function cellOf(spec: RecurrentSpec): Cell {
  switch (spec.type) {
    case "SimpleRNN":
      return { operator: "RNN", gates: [0], activations: [spec.activation], attributes: {} };
    case "LSTM": {
      const { activation, recurrentActivation } = spec;
      const activations = [recurrentActivation, activation, activation];
      return { operator: "LSTM", gates: [0, 3, 1, 2], activations, attributes: {} };
    }
    case "GRU": {
      const attributes = { linear_before_reset: { int: spec.resetAfter ? 1 : 0 } };
      const activations = [spec.recurrentActivation, spec.activation];
      return { operator: "GRU", gates: [0, 1, 2], activations, attributes };
    }
  }
}

/** A recurrent layer as ONNX's operator of its kind. States of a stateful one start from zero. */
export function onnxRecurrent(call: OnnxLayerCall<RecurrentSpec>): readonly OnnxSequence[] {
  const { graph, layer } = call;
  const { spec } = layer;
  const input = onlyInput(call);
  const cell = cellOf(spec);
  const x = graph.transpose(input.name, [1, 0, 2]);
  const states = call.initialStates.map((state) => graph.unsqueeze(state, 0));
  const inputs = [x, ...weights(call, cell), input.lengths ?? "", ...states];
  const [sequence = "", ...last] = graph.addWithOutputs(
    cell.operator,
    inputs,
    cell.operator === "LSTM" ? 3 : 2,
    {
      hidden_size: { int: spec.units },
      direction: { text: spec.goBackwards ? "reverse" : "forward" },
      ...cell.attributes,
      ...activationAttributes(layer, cell),
    },
  );
  const finals = last.map((state) => graph.squeeze(state, 0));
  const output = spec.returnSequences
    ? outputSequence(call, sequence, input.lengths)
    : { name: finals[0] ?? "" };
  return [output, ...(spec.returnState ? finals.map((name) => ({ name })) : [])];
}

/** (time, 1, batch, units) -> (batch, time, units); Keras gives what a layer reads backwards in that order. */
function outputSequence(
  { graph, layer: { spec } }: OnnxLayerCall<RecurrentSpec>,
  sequence: string,
  lengths: string | undefined,
): OnnxSequence {
  const name = graph.transpose(graph.squeeze(sequence, 1), [1, 0, 2]);
  const inOrder = spec.goBackwards ? graph.slice(name, 1, -1, -(2 ** 31), -1) : name;
  return { name: inOrder, ...(lengths === undefined ? {} : { lengths }) };
}

function activationAttributes(layer: LayerPlan, { activations }: Cell): Record<string, OnnxAttribute> {
  const used = activations.map((name) => {
    const activation = innerActivation(name);
    if (activation) return activation;
    throw inexpressible(layer, `activation: ONNX's recurrent operators have no ${name}`);
  });
  return {
    activations: { texts: used.map(({ name }) => name) },
    activation_alpha: { floats: used.map(({ alpha }) => alpha) },
    activation_beta: { floats: used.map(({ beta }) => beta) },
  };
}

/** W (1, gates * units, features), R (1, gates * units, units), B (1, 2 * gates * units). */
function weights(call: OnnxLayerCall<RecurrentSpec>, { gates }: Cell): string[] {
  const { graph, layer } = call;
  const { units } = layer.spec;
  const width = gates.length * units;
  const matrix = (name: string): string => {
    const { shape = [], values = new Float32Array() } = weightNamed(call, name) ?? {};
    const rows = shape[0] ?? 0;
    const turned = new Float32Array(values.length);
    gates.forEach((gate, position) => {
      for (let unit = 0; unit < units; unit++) {
        for (let row = 0; row < rows; row++) {
          turned[(position * units + unit) * rows + row] = values[row * width + gate * units + unit] ?? NaN;
        }
      }
    });
    return graph.constant([1, width, rows], turned);
  };
  return [matrix("kernel"), matrix("recurrent_kernel"), biases(call, gates)];
}

/** Keras's (gates * units), or (2, gates * units) of a GRU that resets after the product: input's, then recurrent's. */
function biases(call: OnnxLayerCall<RecurrentSpec>, gates: readonly number[]): string {
  const { units } = call.layer.spec;
  const width = gates.length * units;
  const given = weightNamed(call, "bias")?.values ?? new Float32Array(width);
  const both = new Float32Array(2 * width);
  both.set(given);
  const ordered = Float32Array.from({ length: 2 * width }, (_, index) => {
    const half = Math.floor(index / width);
    const position = Math.floor((index % width) / units);
    return both[half * width + (gates[position] ?? 0) * units + (index % units)] ?? NaN;
  });
  return call.graph.constant([1, 2 * width], ordered);
}
