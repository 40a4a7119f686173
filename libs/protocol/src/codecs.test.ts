import { describe, expect, it } from "vitest";
import { lockstep } from "../generated/lockstep.js";
import { coordinatorMessageCodec } from "./coordinator-message.js";
import type { MessageCodec } from "./framed-stream.js";
import type { CoordinatorMessage, WorkerMessage } from "./messages.js";
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
    creditBytes: 2 ** 40,
  },
  { type: "credit", bytes: 0 },
  { type: "credit", bytes: Number.MAX_SAFE_INTEGER },
  { type: "heartbeat", sequence: 9 },
  { type: "heartbeat", sequence: 9, cpu: 0, memoryBytes: 2 ** 40, roundTripMs: 0.25 },
  { type: "leaving", reason: "SIGTERM" },
  { type: "failure", ...range, reason: "no kernel" },
  {
    type: "result",
    ...range,
    gradient: new Float32Array(70_000).fill(0.1),
    statistics: Float64Array.of(0.1, 4, 4),
    predictions: new Float32Array(),
    states: new Float32Array(70_001).fill(0.25),
    computeMs: 1.5,
  },
  {
    type: "result",
    ...range,
    gradient: Float32Array.of(NaN, Infinity, -0),
    statistics: Float64Array.of(),
    predictions: Float32Array.of(1),
    states: new Float32Array(),
    nonFinite: { microBatch: 5, sequence: 9, layer: "lstm", pass: "backward", timeStep: 0, value: -Infinity },
    computeMs: 0,
  },
  {
    type: "result",
    ...range,
    gradient: new Float32Array(),
    statistics: Float64Array.of(),
    predictions: new Float32Array(),
    states: new Float32Array(),
    nonFinite: { microBatch: 7, sequence: 0, layer: "a/b", pass: "forward", value: NaN },
    computeMs: 0,
  },
];

const fromCoordinator: CoordinatorMessage[] = [
  { type: "welcome", protocolVersion: 1, heartbeatIntervalMs: 1000, maxFrameBytes: 262144 },
  { type: "refusal", code: "FINGERPRINT", reason: "another library" },
  { type: "heartbeat", sequence: 9 },
  {
    type: "run-begin",
    runId: "r",
    jobJson: "{}",
    inputs: [
      { name: "words", sizes: [10, 1] },
      { name: "features", sizes: [3] },
    ],
    layoutsJson: "{}",
    heldSequencesBytes: 1000,
    heartbeatIntervalMs: 500,
  },
  { type: "run-end", runId: "r" },
  { type: "parameters", runId: "r", version: 3, values: new Float32Array(70_000).fill(-0.5) },
  {
    type: "assignment",
    runId: "r",
    round: 1,
    purpose: "gradient",
    parametersVersion: 1,
    first: 4,
    rows: [2, 1],
    part: "train",
    sequences: Uint32Array.of(7, 0, 0xffffffff),
    fresh: {
      places: Uint32Array.of(0, 2),
      lengths: Uint32Array.of(2, 1),
      values: new Float32Array(70_000).fill(0.5),
    },
    timeSteps: 9,
    timeRange: { begin: 3, end: 9 },
    states: Float32Array.of(1, 2, 3),
    gradientFlow: true,
  },
  {
    type: "assignment",
    runId: "r",
    round: 1,
    purpose: "predict",
    parametersVersion: 1,
    first: 0,
    rows: [1],
    part: "test",
    sequences: Uint32Array.of(7),
    fresh: { places: new Uint32Array(), lengths: new Uint32Array(), values: new Float32Array() },
    timeSteps: 1,
    states: new Float32Array(),
    gradientFlow: false,
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

  it.each([
    ["a worker", workerMessageCodec, lockstep.v1.WorkerMessage],
    ["the coordinator", coordinatorMessageCodec, lockstep.v1.CoordinatorMessage],
  ] as const)("write frames of %s as the generated code does, in what memory there is", (_, codec, wire) => {
    const data = Uint8Array.from({ length: 300 }, (_value, index) => index);
    for (const numbers of [
      { transfer: 1 },
      { transfer: 2 ** 32 - 1, offset: 2 ** 31, totalBytes: 2 ** 32 - 1 },
    ]) {
      const frame = { ...numbers, data };
      const expected = Buffer.from(wire.encode({ frame }).finish());
      const memory = new Uint8Array(1000).fill(255);
      expect(Buffer.from(codec.encodeFrame(frame))).toEqual(expected);
      expect(Buffer.from(codec.encodeFrame(frame, new Uint8Array(300)))).toEqual(expected);
      const bytes = codec.encodeFrame(frame, memory);
      expect(bytes.buffer).toBe(memory.buffer);
      expect(Buffer.from(bytes)).toEqual(expected);
    }
  });

  const decode = (wire: lockstep.v1.WorkerMessage.$Properties): unknown =>
    workerMessageCodec.decode(lockstep.v1.WorkerMessage.encode(wire).finish(), new TensorAssembler(1000));

  // prettier-ignore
  const hello = { protocolVersion: 3, workerId: "w", incarnation: "i", slots: 1, backend: "b", fingerprint: "f" };
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
    [
      { hello: { ...hello, creditBytes: 2 ** 53 } },
      "hello.credit_bytes: expected a whole number from 0 to 9007199254740991, got 9007199254740992",
    ],
    [{ credit: { bytes: -1 } }, "credit.bytes: expected a whole number from 0 to 9007199254740991, got"],
    [
      { result: { runId: "r", first: 65_536, count: 1 } },
      "result.first: expected a whole number from 0 to 65535",
    ],
    [{ heartbeat: { cpu: NaN } }, "heartbeat.cpu: expected a finite number of at least 0, got NaN"],
    [{ heartbeat: { roundTripMs: -1 } }, "heartbeat.round_trip_ms: expected a finite number of at least 0"],
    [{ heartbeat: { memoryBytes: 2 ** 60 } }, "heartbeat.memory_bytes: expected a whole number from 0"],
    [{ result: { round: 1, count: 1 } }, 'result.run_id: expected text, got ""'],
    [{ result: { runId: "r", count: 0 } }, "result.count: expected a whole number from 1"],
    [{ result: { runId: "r", count: 1, computeMs: NaN } }, "result.compute_ms: expected a finite number"],
  ])("name the field of %j", (wire, text) => {
    expect(() => decode(wire)).toThrow(text);
  });

  it.each([
    [{ value: 1 }, "result.non_finite.value: expected NaN or an infinity, got 1"],
    [{ microBatch: 3 }, "result.non_finite.micro_batch: expected a whole number from 4 to 7, got 3"],
    [{ microBatch: 8 }, "result.non_finite.micro_batch: expected a whole number from 4 to 7, got 8"],
    [{ layer: "" }, 'result.non_finite.layer: expected text, got ""'],
    [{ layer: "x".repeat(1025) }, "result.non_finite.layer: expected at most 1024 characters"],
    [{ pass: 7 }, "result.non_finite.pass: expected forward, backward, got 7"],
  ])("refuse a report of a value that is not finite with %j", (change, text) => {
    const nonFinite = { microBatch: 4, sequence: 1, layer: "lstm", pass: 1, value: NaN, ...change };
    expect(() => decode({ result: { ...range, nonFinite } })).toThrow(text);
  });

  const bytes = (...numbers: number[]) => {
    const data = new Uint8Array(Uint32Array.from(numbers).buffer);
    return { data, totalBytes: data.byteLength };
  };
  const decodeFromCoordinator = (wire: lockstep.v1.CoordinatorMessage.$Properties): unknown =>
    coordinatorMessageCodec.decode(
      lockstep.v1.CoordinatorMessage.encode(wire).finish(),
      new TensorAssembler(1000),
    );
  const assignment: lockstep.v1.Assignment.$Properties = {
    runId: "r",
    purpose: lockstep.v1.Purpose.PURPOSE_GRADIENT,
    part: lockstep.v1.Part.PART_TRAIN,
    rows: [2, 1],
    sequences: bytes(4, 5, 6),
    fresh: bytes(0, 2),
    lengths: bytes(1, 1),
    values: bytes(0, 0),
    timeSteps: 4,
  };

  it.each([
    [{ purpose: 9 }, "assignment.purpose: expected gradient, evaluate, predict, got 9"],
    [{ part: 0 }, "assignment.part: expected train, validation, test, got 0"],
    [
      { rows: [], sequences: bytes(), fresh: bytes(), lengths: bytes() },
      "assignment.rows: expected at least one",
    ],
    [{ first: 65_535 }, "assignment.rows: expected at most 1 items, got 2"],
    [{ rows: [0, 3] }, "assignment.rows: expected a whole number from 1"],
    [{ sequences: bytes(4, 5) }, "assignment.sequences: length: expected 3, got 2"],
    [
      { sequences: { data: new Uint8Array(3), totalBytes: 3 } },
      "expected whole uint32 elements, got 3 bytes",
    ],
    [{ fresh: bytes(0, 3) }, "assignment.fresh: expected numbers below 3 that go up, got"],
    [{ fresh: bytes(2, 0) }, "assignment.fresh: expected numbers below 3 that go up, got"],
    [{ fresh: bytes(1, 1) }, "assignment.fresh: expected numbers below 3 that go up, got"],
    [{ lengths: bytes(1) }, "assignment.lengths: length: expected 2, got 1"],
    [{ timeSteps: 0 }, "assignment.time_steps: expected a whole number from 1"],
    [{ timeEnd: 5 }, "assignment.time_end: expected a whole number from 0 to 4, got 5"],
    [{ timeBegin: 2, timeEnd: 2 }, "assignment.time_begin: expected a whole number from 0 to 1, got 2"],
    [{ timeBegin: 1 }, "assignment.time_begin: expected a whole number from 0 to 0, got 1"],
    [{ states: bytes(0, 0) }, "assignment.states: length: expected a multiple of 3, got 2"],
  ])("refuse an assignment with %j", (change, text) => {
    expect(() => decodeFromCoordinator({ assignment: { ...assignment, ...change } })).toThrow(text);
  });

  it.each([
    [{ layoutsJson: "" }, 'run_begin.layouts_json: expected text, got ""'],
    [{ inputs: [{ name: "x", sizes: [0] }] }, "run_begin.inputs.sizes: expected a whole number from 1"],
    [{ inputs: [{ sizes: [1] }] }, 'run_begin.inputs.name: expected text, got ""'],
    [{ inputs: Array(101).fill({ name: "x" }) }, "run_begin.inputs: expected at most 100 items, got 101"],
    [{ heartbeatIntervalMs: 1 }, "run_begin.heartbeat_interval_ms: expected a whole number from 10"],
  ])("refuse the begin of a run with %j", (change, text) => {
    const begin = { runId: "r", jobJson: "{}", layoutsJson: "{}", heartbeatIntervalMs: 500 };
    expect(() => decodeFromCoordinator({ runBegin: { ...begin, ...change } })).toThrow(text);
  });

  it("send a heartbeat back without what the worker said of itself", () => {
    const said: WorkerMessage = { type: "heartbeat", sequence: 9, cpu: 1, memoryBytes: 1, roundTripMs: 1 };
    const bytes = coordinatorMessageCodec.encode(said, new TensorSplitter(), []);
    expect(coordinatorMessageCodec.decode(bytes, new TensorAssembler(0))).toEqual({
      type: "heartbeat",
      sequence: 9,
    });
    expect(bytes).toEqual(
      coordinatorMessageCodec.encode({ type: "heartbeat", sequence: 9 }, new TensorSplitter(), []),
    );
  });

  it("shorten a reason that is too long rather than have the worker turned away", () => {
    const failure = {
      type: "failure",
      runId: "r",
      round: 0,
      first: 0,
      count: 1,
      reason: "x".repeat(5000),
    } as const;
    const bytes = workerMessageCodec.encode(failure, new TensorSplitter(), []);
    expect(workerMessageCodec.decode(bytes, new TensorAssembler(0))).toEqual({
      ...failure,
      reason: "x".repeat(4096),
    });
  });

  it("cut no character in two where they shorten a reason", () => {
    const leaving = { type: "leaving", reason: "x".repeat(1023) + "\u{1F600}" } as const;
    const bytes = workerMessageCodec.encode(leaving, new TensorSplitter(), []);
    expect(workerMessageCodec.decode(bytes, new TensorAssembler(0))).toEqual({
      ...leaving,
      reason: "x".repeat(1023),
    });
  });

  it("refuse an unknown refusal code", () => {
    expect(() => decodeFromCoordinator({ refusal: { code: "X" } })).toThrow("refusal.code");
  });
});
