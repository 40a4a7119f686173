import type { RecurrentSpec } from "@lockstep/job";
import { referenceActivation } from "./reference-activations.js";
import { affine, columnsOf, weight, zip, type Vector, type Weights } from "./reference-value.js";

/** What a cell multiplies its input and its state with while training: one mask for each gate that has its own. */
export interface CellMasks {
  readonly input: (gate: number) => Vector | undefined;
  readonly state: (gate: number) => Vector | undefined;
}

/** One step: from the input and the states to the states after it, of which the first is the output. */
export type Cell = (input: Vector, states: readonly Vector[]) => readonly Vector[];

/** The cell of a recurrent layer, gate by gate as in the papers, in Keras's order of gates. */
export function cellOf(spec: RecurrentSpec, weights: Weights, masks: CellMasks): Cell {
  switch (spec.type) {
    case "SimpleRNN":
      return simpleCell(spec, weights, masks);
    case "LSTM":
      return lstmCell(spec, weights, masks);
    case "GRU":
      return gruCell(spec, weights, masks);
  }
}

const times = (a: Vector, b: Vector | undefined) => (b === undefined ? a : zip(a, b, (x, y) => x * y));
const plus = (a: Vector, b: Vector) => zip(a, b, (x, y) => x + y);

/** What each gate has of its own: its columns of the kernels, its biases, its masks. */
function gatesOf(spec: RecurrentSpec, weights: Weights, masks: CellMasks, count: number) {
  const { units } = spec;
  const part = (name: string, gate: number) =>
    columnsOf(weight(weights, name), count * units, gate * units, (gate + 1) * units);
  const biasOf = (gate: number, row: number) => {
    const start = (row * count + gate) * units;
    return spec.useBias ? weight(weights, "bias").subarray(start, start + units) : undefined;
  };
  const gates = Array.from({ length: count }, (_, gate) => ({
    kernel: part("kernel", gate),
    recurrentKernel: part("recurrent_kernel", gate),
    inputMask: masks.input(gate),
    stateMask: masks.state(gate),
  }));
  const at = (gate: number) => {
    const found = gates[gate];
    if (found === undefined) throw new Error(`reference: no gate ${gate}`);
    return found;
  };
  return {
    /** x W + b. */
    fromInput: (x: Vector, gate: number) =>
      affine(times(x, at(gate).inputMask), at(gate).kernel, units, biasOf(gate, 0)),
    /** h U, or h U + b where the state has a bias of its own. */
    fromState: (h: Vector, gate: number, biasRow?: number) =>
      affine(h, at(gate).recurrentKernel, units, biasRow === undefined ? undefined : biasOf(gate, biasRow)),
    masked: (h: Vector, gate: number) => times(h, at(gate).stateMask),
  };
}

type SpecOf<Type extends RecurrentSpec["type"]> = Extract<RecurrentSpec, { type: Type }>;

function simpleCell(spec: SpecOf<"SimpleRNN">, weights: Weights, masks: CellMasks): Cell {
  const { fromInput, fromState, masked } = gatesOf(spec, weights, masks, 1);
  return (x, [h = []]) => [
    referenceActivation(spec.activation, plus(fromInput(x, 0), fromState(masked(h, 0), 0))),
  ];
}

/** Gates i, f, c, o. */
function lstmCell(spec: SpecOf<"LSTM">, weights: Weights, masks: CellMasks): Cell {
  const { fromInput, fromState, masked } = gatesOf(spec, weights, masks, 4);
  return (x, [h = [], c = []]) => {
    const sum = (gate: number) => plus(fromInput(x, gate), fromState(masked(h, gate), gate));
    const gate = (index: number) => referenceActivation(spec.recurrentActivation, sum(index));
    const candidate = referenceActivation(spec.activation, sum(2));
    const carry = plus(times(gate(1), c), times(gate(0), candidate));
    return [times(gate(3), referenceActivation(spec.activation, carry)), carry];
  };
}

/** Gates z, r, h. */
function gruCell(spec: SpecOf<"GRU">, weights: Weights, masks: CellMasks): Cell {
  const { fromInput, fromState, masked } = gatesOf(spec, weights, masks, 3);
  const row = spec.resetAfter ? 1 : undefined;
  return (x, [h = []]) => {
    const gate = (index: number) =>
      referenceActivation(
        spec.recurrentActivation,
        plus(fromInput(x, index), fromState(masked(h, index), index, row)),
      );
    const [update, reset] = [gate(0), gate(1)];
    const recurrent = spec.resetAfter
      ? times(reset, fromState(masked(h, 2), 2, row))
      : fromState(times(reset, masked(h, 2)), 2);
    const candidate = referenceActivation(spec.activation, plus(fromInput(x, 2), recurrent));
    return [update.map((z, i) => z * (h[i] ?? NaN) + (1 - z) * (candidate[i] ?? NaN))];
  };
}
