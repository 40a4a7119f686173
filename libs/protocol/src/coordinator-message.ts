import { lockstep } from "../generated/lockstep.js";
import { assignmentFromWire, assignmentToWire } from "./assignment-message.js";
import { boundedText, knownMember, shortened, text, whole } from "./fields.js";
import { messageLimits } from "./message-limits.js";
import { encodeFrame } from "./frame-message.js";
import type { MessageCodec } from "./framed-stream.js";
import { refusalCodes, type CoordinatorMessage, type RefusalCode } from "./messages.js";
import { invalidField, ProtocolError } from "./protocol-error.js";
import type { TensorAssembler, TensorSplitter, WireFrame } from "./tensor-frames.js";
import { rangeKey } from "./range-key.js";
import { runBeginFromWire, runBeginToWire } from "./run-begin-message.js";

type Wire = lockstep.v1.CoordinatorMessage.$Properties;

/** Messages of the coordinator, to bytes and back, with every field checked on the way in. */
export const coordinatorMessageCodec: MessageCodec<CoordinatorMessage> = {
  encode(message, splitter, frames) {
    return lockstep.v1.CoordinatorMessage.encode(toWire(message, splitter, frames)).finish();
  },
  encodeFrame(frame, memory) {
    return encodeFrame(10, frame, memory);
  },
  decode(bytes, assembler) {
    return fromWire(decodeWire(bytes), assembler);
  },
};

function toWire(message: CoordinatorMessage, splitter: TensorSplitter, frames: WireFrame[]): Wire {
  switch (message.type) {
    case "welcome":
      return { welcome: message };
    case "refusal":
      return {
        refusal: { code: message.code, reason: shortened(message.reason, messageLimits.reasonCharacters) },
      };
    case "heartbeat":
      return { heartbeat: { sequence: message.sequence } };
    case "run-begin":
      return { runBegin: runBeginToWire(message) };
    case "run-end":
      return { runEnd: message };
    case "revoke":
      return { revoke: message };
    case "drain":
      return { drain: { reason: shortened(message.reason, messageLimits.partingCharacters) } };
    case "parameters": {
      const { runId, version } = message;
      return { parameters: { runId, version, values: splitter.wrap(message.values, frames) } };
    }
    case "assignment":
      return { assignment: assignmentToWire(message, splitter, frames) };
  }
}

function decodeWire(bytes: Uint8Array): lockstep.v1.CoordinatorMessage {
  try {
    return lockstep.v1.CoordinatorMessage.decode(bytes);
  } catch (cause) {
    throw new ProtocolError("MALFORMED", "expected a CoordinatorMessage, got bytes that do not decode", {
      cause,
    });
  }
}

// prettier-ignore
const members = [
  "welcome", "refusal", "heartbeat", "runBegin", "parameters", "assignment", "revoke", "runEnd", "drain", "frame",
] as const;

function fromWire(wire: Wire, assembler: TensorAssembler): CoordinatorMessage | undefined {
  const member = knownMember("CoordinatorMessage", wire, members);
  switch (member) {
    case "frame":
      assembler.accept(wire.frame ?? {});
      return undefined;
    case "assignment":
      return assignmentFromWire(wire.assignment ?? {}, assembler);
    case "parameters":
      return parametersFromWire(wire.parameters ?? {}, assembler);
    case "heartbeat":
      return { type: "heartbeat", sequence: whole("heartbeat.sequence", wire.heartbeat?.sequence, 0) };
    case "revoke":
      return { type: "revoke", ...rangeKey("revoke", wire.revoke ?? {}) };
    case "runBegin":
      return runBeginFromWire(wire.runBegin ?? {});
    case "runEnd":
      return { type: "run-end", runId: text("run_end.run_id", wire.runEnd?.runId, 256) };
    case "welcome":
      return welcomeFromWire(wire.welcome ?? {});
    case "drain":
      return {
        type: "drain",
        reason: boundedText("drain.reason", wire.drain?.reason, messageLimits.partingCharacters),
      };
    case "refusal":
      return refusalFromWire(wire.refusal ?? {});
  }
}

function welcomeFromWire(welcome: lockstep.v1.Welcome.$Properties): CoordinatorMessage {
  return {
    type: "welcome",
    protocolVersion: whole("welcome.protocol_version", welcome.protocolVersion, 0),
    heartbeatIntervalMs: whole("welcome.heartbeat_interval_ms", welcome.heartbeatIntervalMs, 10, 3_600_000),
    maxFrameBytes: whole("welcome.max_frame_bytes", welcome.maxFrameBytes, 1),
  };
}

function refusalFromWire(refusal: lockstep.v1.Refusal.$Properties): CoordinatorMessage {
  const code = refusalCodes.find((known): known is RefusalCode => known === refusal.code);
  if (!code) throw invalidField("refusal.code", refusalCodes.join(", "), refusal.code);
  return {
    type: "refusal",
    code,
    reason: boundedText("refusal.reason", refusal.reason, messageLimits.reasonCharacters),
  };
}

function parametersFromWire(
  parameters: lockstep.v1.Parameters.$Properties,
  assembler: TensorAssembler,
): CoordinatorMessage {
  return {
    type: "parameters",
    runId: text("parameters.run_id", parameters.runId, 256),
    version: whole("parameters.version", parameters.version, 0),
    values: assembler.take("parameters.values", parameters.values),
  };
}
