import { lockstep } from "../generated/lockstep.js";
import { enumerated, list, ofLength, text, whole } from "./fields.js";
import { messageLimits } from "./message-limits.js";
import type { Assignment, DataPart, FreshRows, Purpose, TimeRange } from "./messages.js";
import { invalidField } from "./protocol-error.js";
import type { TensorAssembler, TensorSplitter, WireFrame } from "./tensor-frames.js";

type Wire = lockstep.v1.Assignment.$Properties;

const wirePurposes = {
  gradient: lockstep.v1.Purpose.PURPOSE_GRADIENT,
  evaluate: lockstep.v1.Purpose.PURPOSE_EVALUATE,
  predict: lockstep.v1.Purpose.PURPOSE_PREDICT,
} as const satisfies Record<Purpose, lockstep.v1.Purpose>;

const wireParts = {
  train: lockstep.v1.Part.PART_TRAIN,
  validation: lockstep.v1.Part.PART_VALIDATION,
  test: lockstep.v1.Part.PART_TEST,
} as const satisfies Record<DataPart, lockstep.v1.Part>;

export function assignmentToWire(
  assignment: Assignment,
  splitter: TensorSplitter,
  frames: WireFrame[],
): Wire {
  const { runId, round, parametersVersion, first, rows, timeSteps, timeRange, fresh } = assignment;
  return {
    ...{ runId, round, parametersVersion, first, timeSteps, rows: [...rows] },
    purpose: wirePurposes[assignment.purpose],
    part: wireParts[assignment.part],
    sequences: splitter.wrap(assignment.sequences, frames),
    fresh: splitter.wrap(fresh.places, frames),
    lengths: splitter.wrap(fresh.lengths, frames),
    values: splitter.wrap(fresh.values, frames),
    ...(timeRange ? { timeBegin: timeRange.begin, timeEnd: timeRange.end } : {}),
    states: splitter.wrap(assignment.states, frames),
    gradientFlow: assignment.gradientFlow,
  };
}

/** @throws ProtocolError */
export function assignmentFromWire(wire: Wire, assembler: TensorAssembler): Assignment {
  const first = whole("assignment.first", wire.first, 0, messageLimits.microBatches - 1);
  const rows = list("assignment.rows", wire.rows, messageLimits.microBatches - first).map((count) =>
    whole("assignment.rows", count, 1),
  );
  if (rows.length === 0) throw invalidField("assignment.rows", "at least one micro-batch", "none");
  const total = rows.reduce((sum, count) => sum + count, 0);
  const sequences = assembler.takeWhole("assignment.sequences", wire.sequences);
  const timeSteps = whole("assignment.time_steps", wire.timeSteps, 1);
  const timeRange = timeRangeFromWire(wire, timeSteps);
  return {
    type: "assignment",
    runId: text("assignment.run_id", wire.runId, 256),
    round: whole("assignment.round", wire.round, 0),
    purpose: enumerated("assignment.purpose", wire.purpose, wirePurposes),
    parametersVersion: whole("assignment.parameters_version", wire.parametersVersion, 0),
    first,
    rows,
    part: enumerated("assignment.part", wire.part, wireParts),
    sequences: ofLength("assignment.sequences", sequences, total),
    fresh: freshFromWire(wire, total, assembler),
    timeSteps,
    ...(timeRange ? { timeRange } : {}),
    states: statesFromWire(wire, total, assembler),
    gradientFlow: wire.gradientFlow === true,
  };
}

function freshFromWire(wire: Wire, total: number, assembler: TensorAssembler): FreshRows {
  const places = assembler.takeWhole("assignment.fresh", wire.fresh);
  const bad = places.findIndex((place, index) => place >= total || place <= (places[index - 1] ?? -1));
  if (bad >= 0) {
    throw invalidField("assignment.fresh", `numbers below ${total} that go up`, `${places[bad]} at ${bad}`);
  }
  const lengths = assembler.takeWhole("assignment.lengths", wire.lengths);
  const values = assembler.take("assignment.values", wire.values);
  return { places, lengths: ofLength("assignment.lengths", lengths, places.length), values };
}

/** Rows of equal size, or none at all. */
function statesFromWire(wire: Wire, total: number, assembler: TensorAssembler): Float32Array {
  const states = assembler.take("assignment.states", wire.states);
  if (states.length % total === 0) return states;
  throw invalidField("assignment.states: length", `a multiple of ${total}`, states.length);
}

function timeRangeFromWire({ timeBegin, timeEnd }: Wire, timeSteps: number): TimeRange | undefined {
  const end = whole("assignment.time_end", timeEnd, 0, timeSteps);
  if (end === 0) {
    whole("assignment.time_begin", timeBegin, 0, 0);
    return undefined;
  }
  return { begin: whole("assignment.time_begin", timeBegin, 0, end - 1), end };
}
