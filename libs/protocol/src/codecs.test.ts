import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lockstep } from "../generated/lockstep.js";
import { coordinatorMessageCodec } from "./coordinator-message.js";
import type { MessageCodec } from "./framed-stream.js";
import type { CoordinatorMessage, WorkerMessage } from "./messages.js";
import { ProtocolError } from "./protocol-error.js";
import { TensorAssembler, TensorSplitter, type WireFrame } from "./tensor-frames.js";
import { workerMessageCodec } from "./worker-message.js";

function roundTrip<Message>(codec: MessageCodec<Message>, message: Message): Message | undefined {
  const frames: WireFrame[] = [];
  const assembler = new TensorAssembler(1e9);
  const bytes = codec.encode(message, new TensorSplitter(), frames);
  for (const frame of frames) expect(codec.decode(codec.encodeFrame(frame), assembler)).toBeUndefined();
  return codec.decode(bytes, assembler);
}

const range = { runId: "run-1", round: 7, first: 4, count: 4 };

const fromWorker: WorkerMessage[] = [
  {
    type: "hello",
    protocolVersion: 1,
    workerId: "w",
    incarnation: "i",
    slots: 2,
    backend: "tensorflow",
    backendVersion: "2.21.0",
    fingerprint: "f",
  },
  { type: "heartbeat", sequence: 9 },
  { type: "leaving", reason: "SIGTERM" },
  { type: "failure", ...range, reason: "no kernel" },
  {
    type: "result",
    ...range,
    gradient: new Float32Array(70_000).fill(0.1),
    statistics: Float64Array.of(0.1, 4, 4),
    predictions: new Float32Array(),
    computeMs: 1.5,
  },
  {
    type: "result",
    ...range,
    gradient: Float32Array.of(NaN, Infinity, -0),
    statistics: Float64Array.of(),
    predictions: Float32Array.of(1),
    computeMs: 0,
  },
];

const fromCoordinator: CoordinatorMessage[] = [
  { type: "welcome", protocolVersion: 1, heartbeatIntervalMs: 1000, maxFrameBytes: 262144 },
  { type: "refusal", code: "FINGERPRINT", reason: "another library" },
  { type: "heartbeat", sequence: 9 },
  { type: "run-begin", runId: "r", jobJson: "{}", inputShape: [10, 1], heartbeatIntervalMs: 500 },
  { type: "run-end", runId: "r" },
  { type: "parameters", runId: "r", version: 3, values: new Float32Array(70_000).fill(-0.5) },
  {
    type: "assignment",
    runId: "r",
    round: 1,
    purpose: "gradient",
    parametersVersion: 1,
    first: 4,
    rows: [4, 4, 3],
    x: Float32Array.of(1, 2),
    y: Float32Array.of(0),
  },
  { type: "revoke", ...range },
  { type: "drain", reason: "done" },
];

describe("codecs", () => {
  it.each(fromWorker.map((message) => [message.type, message] as const))(
    "bring back a worker's %s",
    (_, message) => {
      expect(roundTrip(workerMessageCodec, message)).toEqual(message);
    },
  );

  it.each(fromCoordinator.map((message) => [message.type, message] as const))(
    "bring back the coordinator's %s",
    (_, message) => {
      expect(roundTrip(coordinatorMessageCodec, message)).toEqual(message);
    },
  );

  it("refuse bytes that are no message with an error of the protocol, and never another", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const codec of [workerMessageCodec, coordinatorMessageCodec]) {
          try {
            codec.decode(bytes, new TensorAssembler(1000));
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("refuse a damaged message with an error of the protocol, and never another", () => {
    const frames: WireFrame[] = [];
    const messages = fromWorker.filter(
      (message) => message.type !== "result" || message.gradient.length < 10,
    );
    const encoded = messages.map((message) =>
      workerMessageCodec.encode(message, new TensorSplitter(), frames),
    );
    fc.assert(
      fc.property(fc.nat(encoded.length - 1), fc.nat(), fc.nat(255), (which, at, value) => {
        const bytes = Uint8Array.from(encoded[which]!);
        bytes[at % bytes.length] = value;
        try {
          workerMessageCodec.decode(bytes, new TensorAssembler(1000));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  const decode = (wire: lockstep.v1.WorkerMessage.$Properties): unknown =>
    workerMessageCodec.decode(lockstep.v1.WorkerMessage.encode(wire).finish(), new TensorAssembler(1000));

  it.each([
    [{}, "one of the known messages"],
    [{ hello: { protocolVersion: 1, slots: 1 } }, 'hello.worker_id: expected text, got ""'],
    [
      { hello: { protocolVersion: 1, workerId: "w", incarnation: "i", slots: 0 } },
      "hello.slots: expected a whole number from 1 to 1024, got 0",
    ],
    [
      { hello: { protocolVersion: 1, workerId: "w".repeat(129), incarnation: "i", slots: 1 } },
      "hello.worker_id: expected at most 128 characters, got 129",
    ],
    [{ result: { round: 1, count: 1 } }, 'result.run_id: expected text, got ""'],
    [{ result: { runId: "r", count: 0 } }, "result.count: expected a whole number from 1"],
    [{ result: { runId: "r", count: 1, computeMs: NaN } }, "result.compute_ms: expected a finite number"],
  ])("name the field of %j", (wire, text) => {
    expect(() => decode(wire)).toThrow(text);
  });

  it("refuse an unknown purpose and an unknown refusal code", () => {
    const encode = (wire: lockstep.v1.CoordinatorMessage.$Properties): Uint8Array =>
      lockstep.v1.CoordinatorMessage.encode(wire).finish();
    const assembler = new TensorAssembler(1000);
    const assignment = { runId: "r", rows: [1], purpose: Number("9") };
    expect(() => coordinatorMessageCodec.decode(encode({ assignment }), assembler)).toThrow(
      "assignment.purpose: expected gradient, evaluate, predict, got 9",
    );
    expect(() => coordinatorMessageCodec.decode(encode({ refusal: { code: "X" } }), assembler)).toThrow(
      "refusal.code",
    );
  });
});
