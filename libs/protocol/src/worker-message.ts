import { lockstep } from "../generated/lockstep.js";
import {
  boundedText,
  duration,
  identifier,
  knownMember,
  shortened,
  text,
  whole,
  wideWhole,
} from "./fields.js";
import { messageLimits } from "./message-limits.js";
import type { Failure, WorkerHeartbeat, WorkerMessage } from "./messages.js";
import { ProtocolError } from "./protocol-error.js";
import { encodeFrame } from "./frame-message.js";
import type { MessageCodec } from "./framed-stream.js";
import { rangeKey } from "./range-key.js";
import { resultFromWire, resultToWire } from "./result-message.js";
import type { TensorAssembler, TensorSplitter, WireFrame } from "./tensor-frames.js";

type Wire = lockstep.v1.WorkerMessage.$Properties;

/** Messages of a worker, to bytes and back, with every field checked on the way in. */
export const workerMessageCodec: MessageCodec<WorkerMessage> = {
  encode(message, splitter, frames) {
    return lockstep.v1.WorkerMessage.encode(toWire(message, splitter, frames)).finish();
  },
  encodeFrame(frame, memory) {
    return encodeFrame(6, frame, memory);
  },
  decode(bytes, assembler) {
    return fromWire(decodeWire(bytes), assembler);
  },
};

function toWire(message: WorkerMessage, splitter: TensorSplitter, frames: WireFrame[]): Wire {
  switch (message.type) {
    case "hello":
      return { hello: message };
    case "credit":
      return { credit: message };
    case "heartbeat":
      return { heartbeat: message };
    case "leaving":
      return { leaving: { reason: shortened(message.reason, messageLimits.partingCharacters) } };
    case "failure":
      return { failure: withinLimits(message) };
    case "result":
      return { result: resultToWire(message, splitter, frames) };
  }
}

/** A worker must not be turned away for how much it has to say of what went wrong. */
function withinLimits(failure: Failure): Failure {
  return { ...failure, reason: shortened(failure.reason, messageLimits.reasonCharacters) };
}

function decodeWire(bytes: Uint8Array): lockstep.v1.WorkerMessage {
  try {
    return lockstep.v1.WorkerMessage.decode(bytes);
  } catch (cause) {
    throw new ProtocolError("MALFORMED", "expected a WorkerMessage, got bytes that do not decode", { cause });
  }
}

const members = ["hello", "credit", "heartbeat", "result", "failure", "leaving", "frame"] as const;

function fromWire(wire: Wire, assembler: TensorAssembler): WorkerMessage | undefined {
  const member = knownMember("WorkerMessage", wire, members);
  switch (member) {
    case "frame":
      assembler.accept(wire.frame ?? {});
      return undefined;
    case "result":
      return resultFromWire(wire.result ?? {}, assembler);
    case "heartbeat":
      return heartbeatFromWire(wire.heartbeat ?? {});
    case "hello":
      return helloFromWire(wire.hello ?? {});
    case "credit":
      return { type: "credit", bytes: wideWhole("credit.bytes", wire.credit?.bytes) };
    case "failure":
      return failureFromWire(wire.failure ?? {});
    case "leaving":
      return {
        type: "leaving",
        reason: boundedText("leaving.reason", wire.leaving?.reason, messageLimits.partingCharacters),
      };
  }
}

function heartbeatFromWire({
  sequence,
  cpu,
  memoryBytes,
  roundTripMs,
}: lockstep.v1.Heartbeat.$Properties): WorkerHeartbeat {
  return {
    type: "heartbeat",
    sequence: whole("heartbeat.sequence", sequence, 0),
    ...(isSaid(cpu) ? { cpu: duration("heartbeat.cpu", cpu) } : {}),
    ...(isSaid(memoryBytes) ? { memoryBytes: wideWhole("heartbeat.memory_bytes", memoryBytes) } : {}),
    ...(isSaid(roundTripMs) ? { roundTripMs: duration("heartbeat.round_trip_ms", roundTripMs) } : {}),
  };
}

/** Whether an optional field was sent. */
function isSaid<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function failureFromWire(failure: lockstep.v1.Failure.$Properties): WorkerMessage {
  return {
    type: "failure",
    ...rangeKey("failure", failure),
    reason: boundedText("failure.reason", failure.reason, messageLimits.reasonCharacters),
  };
}

function helloFromWire(hello: lockstep.v1.Hello.$Properties): WorkerMessage {
  return {
    type: "hello",
    protocolVersion: whole("hello.protocol_version", hello.protocolVersion, 0),
    workerId: identifier("hello.worker_id", hello.workerId, 128),
    incarnation: text("hello.incarnation", hello.incarnation, 128),
    slots: whole("hello.slots", hello.slots, 1, 1024),
    backend: text("hello.backend", hello.backend, 64),
    backendVersion: boundedText("hello.backend_version", hello.backendVersion, 128),
    fingerprint: text("hello.fingerprint", hello.fingerprint, 512),
    creditBytes: wideWhole("hello.credit_bytes", hello.creditBytes),
  };
}
