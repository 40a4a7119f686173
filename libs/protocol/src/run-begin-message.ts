import type { lockstep } from "../generated/lockstep.js";
import { list, text, whole } from "./fields.js";
import { messageLimits } from "./message-limits.js";
import type { InputShape, RunBegin } from "./messages.js";

type Wire = lockstep.v1.RunBegin.$Properties;

export function runBeginToWire({ inputs, ...rest }: RunBegin): Wire {
  return { ...rest, inputs: inputs.map(({ name, sizes }) => ({ name, sizes: [...sizes] })) };
}

/** @throws ProtocolError */
export function runBeginFromWire(begin: Wire): RunBegin {
  return {
    type: "run-begin",
    runId: text("run_begin.run_id", begin.runId, 256),
    jobJson: text("run_begin.job_json", begin.jobJson, messageLimits.jobCharacters),
    inputs: list("run_begin.inputs", begin.inputs, messageLimits.inputs).map(inputFromWire),
    layoutsJson: text("run_begin.layouts_json", begin.layoutsJson, messageLimits.layoutsCharacters),
    heldSequencesBytes: whole("run_begin.held_sequences_bytes", begin.heldSequencesBytes, 0),
    heartbeatIntervalMs: whole("run_begin.heartbeat_interval_ms", begin.heartbeatIntervalMs, 10, 3_600_000),
  };
}

function inputFromWire({ name, sizes }: lockstep.v1.InputShape.$Properties): InputShape {
  return {
    name: text("run_begin.inputs.name", name, 256),
    sizes: list("run_begin.inputs.sizes", sizes, 8).map((size) => whole("run_begin.inputs.sizes", size, 1)),
  };
}
