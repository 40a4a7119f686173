import type { LayerSpec, RecurrentSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { dropoutMask } from "../../dropout-mask.js";
import { cellOf, type CellMasks } from "./reference-cells.js";
import type { LayerContext, LayerResult } from "./reference-layer.js";
import { zeros, zip, type ReferenceValue, type Vector } from "./reference-value.js";

/** Number of states of a cell. */
const stateCounts = { SimpleRNN: 1, GRU: 1, LSTM: 2 } as const;

/** One recurrent layer over one sequence: its output, then its states after the last step. */
interface Ran {
  readonly output: ReferenceValue;
  readonly states: readonly Vector[];
}

/** SimpleRNN, LSTM, GRU, RNN and Bidirectional; undefined for any other layer. */
export function referenceRecurrent(
  layer: LayerPlan,
  input: ReferenceValue,
  context: LayerContext,
): LayerResult | undefined {
  const { spec } = layer;
  switch (spec.type) {
    case "SimpleRNN":
    case "LSTM":
    case "GRU": {
      const { output, states } = runCell(layer, spec, input, context.initialStates, context);
      return resultOf([output], states, spec.returnState);
    }
    case "RNN": {
      const { output, states } = runCells(layer, input, context);
      return resultOf([output], states, spec.returnState);
    }
    case "Bidirectional":
      return runBothWays(layer as LayerPlan<Extract<LayerSpec, { type: "Bidirectional" }>>, input, context);
    default:
      return undefined;
  }
}

function resultOf(
  outputs: readonly ReferenceValue[],
  states: readonly Vector[],
  returnState: boolean,
): LayerResult {
  const returned = returnState ? states.map((state) => ({ steps: [state], timed: false })) : [];
  return { outputs: [...outputs, ...returned], finalStates: states };
}

function recurrentSpec(layer: LayerPlan): RecurrentSpec {
  const { spec } = layer;
  if (spec.type === "SimpleRNN" || spec.type === "LSTM" || spec.type === "GRU") return spec;
  throw new Error(`reference: expected a recurrent layer of one cell, got ${spec.type}`);
}

/** The loop over time, masked steps passed over. */
function runCell(
  layer: LayerPlan,
  spec: RecurrentSpec,
  input: ReferenceValue,
  initialStates: readonly Vector[],
  context: LayerContext,
): Ran {
  const { units } = spec;
  const cell = cellOf(spec, context.weightsOf(layer), masksOf(layer, spec, input, context));
  const order = input.steps.map((_, step) => step);
  if (spec.goBackwards) order.reverse();
  let states: readonly Vector[] =
    initialStates.length > 0
      ? initialStates
      : Array.from({ length: stateCounts[spec.type] }, () => zeros(units));
  let last = zeros(units);
  const outputs: Vector[] = [];
  let hasOutput = initialStates.length === 0;
  for (const step of order) {
    const isUsed = input.mask?.[step] ?? true;
    if (isUsed) states = cell(input.steps[step] ?? [], states);
    states = shifted(layer, step, states, context);
    hasOutput ||= isUsed;
    if (!isUsed && spec.zeroOutputForMask) last = zeros(units);
    else if (hasOutput) last = [...(states[0] ?? [])];
    outputs.push(last);
  }
  const passed = input.mask && { mask: input.mask };
  const output = spec.returnSequences
    ? { steps: outputs, timed: true, ...passed }
    : { steps: [last], timed: false };
  return { output, states };
}

/** States after a step, one of which is as much greater as somebody wants it. */
function shifted(
  layer: LayerPlan,
  step: number,
  states: readonly Vector[],
  { shift, row }: LayerContext,
): readonly Vector[] {
  if (shift?.layer !== layer.path || shift.step !== step || shift.row !== row) return states;
  const [h = [], ...others] = states;
  return [h.with(shift.unit, (h[shift.unit] ?? NaN) + shift.amount), ...others];
}

/** Masks of a layer's input come first, those of its state from this number on. */
const firstStateMask = 4;

/** As Keras's cells: one mask of the state for each gate, and of the input too where the state has any. */
function masksOf(
  layer: LayerPlan,
  spec: RecurrentSpec,
  input: ReferenceValue,
  { random, row }: LayerContext,
): CellMasks {
  const features = input.steps[0]?.length ?? 0;
  const maskOf = (mask: number, rate: number, size: number) => {
    if (random === undefined || rate === 0) return undefined;
    const all = dropoutMask({ random, ordinal: layer.ordinal, mask, rate, size });
    return [...all.subarray(row * size, (row + 1) * size)];
  };
  return {
    input: (gate) => maskOf(spec.recurrentDropout > 0 ? gate : 0, spec.dropout, features),
    state: (gate) => maskOf(firstStateMask + gate, spec.recurrentDropout, spec.units),
  };
}

/** Cells stacked within each step: as one layer after the other, all in the order in which the first one reads. */
function runCells(layer: LayerPlan, input: ReferenceValue, context: LayerContext): Ran {
  const states: Vector[] = [];
  let taken = 0;
  let value = input;
  for (const inner of layer.inner) {
    const spec = recurrentSpec(inner);
    const count = context.initialStates.length > 0 ? stateCounts[spec.type] : 0;
    const ran = runCell(inner, spec, value, context.initialStates.slice(taken, taken + count), context);
    taken += count;
    states.push(...ran.states);
    value = spec.goBackwards ? maskTurned(ran.output) : ran.output;
  }
  const { steps, timed } = value;
  return { output: { steps, timed, ...(timed && input.mask && { mask: input.mask }) }, states };
}

/** A layer that goes backwards leaves the mask as it was, although its output is in the other order. */
function maskTurned(value: ReferenceValue): ReferenceValue {
  return value.mask === undefined ? value : { ...value, mask: [...value.mask].reverse() };
}

function runBothWays(
  layer: LayerPlan<Extract<LayerSpec, { type: "Bidirectional" }>>,
  input: ReferenceValue,
  context: LayerContext,
): LayerResult {
  const [first, second] = layer.inner;
  if (first === undefined || second === undefined) throw new Error("reference: expected two directions");
  const half = context.initialStates.length / 2;
  const forward = runCell(first, directionSpec(first), input, context.initialStates.slice(0, half), context);
  const backward = runCell(second, directionSpec(second), input, context.initialStates.slice(half), context);
  const turned = backward.output.timed
    ? { ...backward.output, steps: [...backward.output.steps].reverse() }
    : backward.output;
  const states = [...forward.states, ...backward.states];
  const { returnState } = layer.spec.layer;
  const { mergeMode } = layer.spec;
  if (mergeMode === "none") return resultOf([forward.output, turned], states, returnState);
  const merge = merges[mergeMode];
  const steps = forward.output.steps.map((step, i) => merge(step, turned.steps[i] ?? []));
  return resultOf([{ ...forward.output, steps }], states, returnState);
}

/** Keras sets zeroOutputForMask in both directions, whatever they say. */
function directionSpec(layer: LayerPlan): RecurrentSpec {
  const spec = recurrentSpec(layer);
  return { ...spec, zeroOutputForMask: spec.returnSequences };
}

const merges = {
  concat: (a: Vector, b: Vector) => [...a, ...b],
  sum: (a: Vector, b: Vector) => zip(a, b, (x, y) => x + y),
  mul: (a: Vector, b: Vector) => zip(a, b, (x, y) => x * y),
  ave: (a: Vector, b: Vector) => zip(a, b, (x, y) => (x + y) / 2),
} as const;
