import { lockstep } from "../generated/lockstep.js";
import { duration, enumerated, list, text, whole } from "./fields.js";
import { messageLimits } from "./message-limits.js";
import type { NonFinite, Result } from "./messages.js";
import { invalidField } from "./protocol-error.js";
import { rangeKey } from "./range-key.js";
import type { TensorAssembler, TensorSplitter, WireFrame } from "./tensor-frames.js";

type Wire = lockstep.v1.Result.$Properties;

const wirePasses = {
  forward: lockstep.v1.Pass.PASS_FORWARD,
  backward: lockstep.v1.Pass.PASS_BACKWARD,
} as const satisfies Record<NonFinite["pass"], lockstep.v1.Pass>;

export function resultToWire(result: Result, splitter: TensorSplitter, frames: WireFrame[]): Wire {
  const { runId, round, first, count, computeMs, nonFinite } = result;
  return {
    ...{ runId, round, first, count, computeMs },
    gradient: splitter.wrap(result.gradient, frames),
    statistics: Array.from(result.statistics),
    predictions: splitter.wrap(result.predictions, frames),
    states: splitter.wrap(result.states, frames),
    ...(nonFinite ? { nonFinite: { ...nonFinite, pass: wirePasses[nonFinite.pass] } } : {}),
  };
}

/** @throws ProtocolError */
export function resultFromWire(wire: Wire, assembler: TensorAssembler): Result {
  const range = rangeKey("result", wire);
  return {
    type: "result",
    ...range,
    gradient: assembler.take("result.gradient", wire.gradient),
    statistics: Float64Array.from(list("result.statistics", wire.statistics, messageLimits.statistics)),
    predictions: assembler.take("result.predictions", wire.predictions),
    states: assembler.take("result.states", wire.states),
    ...(wire.nonFinite ? { nonFinite: nonFiniteFromWire(wire.nonFinite, range) } : {}),
    computeMs: duration("result.compute_ms", wire.computeMs),
  };
}

function nonFiniteFromWire(
  wire: lockstep.v1.NonFinite.$Properties,
  { first, count }: { readonly first: number; readonly count: number },
): NonFinite {
  const { value, timeStep } = wire;
  if (typeof value !== "number" || Number.isFinite(value))
    throw invalidField("result.non_finite.value", "NaN or an infinity", value);
  return {
    microBatch: whole("result.non_finite.micro_batch", wire.microBatch, first, first + count - 1),
    sequence: whole("result.non_finite.sequence", wire.sequence, 0),
    layer: text("result.non_finite.layer", wire.layer, 1024),
    pass: enumerated("result.non_finite.pass", wire.pass, wirePasses),
    ...(typeof timeStep === "number" ? { timeStep: whole("result.non_finite.time_step", timeStep, 0) } : {}),
    value,
  };
}
