import { describe, expect, it } from "vitest";
import { maxMessageBytes } from "./channel-options.js";
import { coordinatorMessageCodec } from "./coordinator-message.js";
import type { MessageCodec } from "./framed-stream.js";
import { messageLimits } from "./message-limits.js";
import type { Assignment, Result, RunBegin } from "./messages.js";
import { maxFrameBytes, TensorAssembler, TensorSplitter, type WireFrame } from "./tensor-frames.js";
import { workerMessageCodec } from "./worker-message.js";

function encode<Message>(codec: MessageCodec<Message>, message: Message): Uint8Array {
  const frames: WireFrame[] = [];
  const bytes = codec.encode(message, new TensorSplitter(), frames);
  for (const frame of frames) expect(codec.encodeFrame(frame).length).toBeLessThan(maxMessageBytes);
  return bytes;
}

/** As large as a tensor within its message may be. */
const inline = new Float32Array(maxFrameBytes / 4);
/** Three bytes of UTF-8 for one unit of UTF-16. */
const wide = "\u20ac";

const result = (statistics: number): Result => ({
  type: "result",
  runId: wide.repeat(256),
  round: 0xffffffff,
  first: 0,
  count: messageLimits.microBatches,
  gradient: inline,
  statistics: new Float64Array(statistics).fill(0.1),
  predictions: inline,
  states: inline,
  computeMs: 1,
});

const assignment = (microBatches: number): Assignment => ({
  type: "assignment",
  runId: wide.repeat(256),
  round: 0xffffffff,
  purpose: "gradient",
  parametersVersion: 0xffffffff,
  first: 0,
  rows: Array<number>(microBatches).fill(1),
  part: "train",
  sequences: new Uint32Array(microBatches),
  fresh: {
    places: Uint32Array.from({ length: microBatches }, (_, place) => place),
    lengths: new Uint32Array(microBatches),
    values: inline,
  },
  timeSteps: 1,
  states: new Float32Array(microBatches),
  gradientFlow: true,
});

const runBegin = (jobCharacters: number): RunBegin => ({
  type: "run-begin",
  runId: wide.repeat(256),
  jobJson: wide.repeat(jobCharacters),
  inputs: Array.from({ length: messageLimits.inputs }, () => ({
    name: wide.repeat(256),
    sizes: Array<number>(8).fill(0xffffffff),
  })),
  layoutsJson: wide.repeat(messageLimits.layoutsCharacters),
  heldSequencesBytes: 0xffffffff,
  heartbeatIntervalMs: 500,
});

describe("messages at their limits", () => {
  it.each([
    ["result", workerMessageCodec, result(messageLimits.statistics)],
    ["assignment", coordinatorMessageCodec, assignment(messageLimits.microBatches)],
    ["run-begin", coordinatorMessageCodec, runBegin(messageLimits.jobCharacters)],
  ] as [string, MessageCodec<unknown>, unknown][])("fit what gRPC carries: %s", (_, codec, message) => {
    const bytes = encode(codec, message);
    expect(bytes.length).toBeLessThan(maxMessageBytes);
    expect(codec.decode(bytes, new TensorAssembler(0))).toEqual(message);
  });

  it.each([
    ["result.statistics", workerMessageCodec, result(messageLimits.statistics + 1)],
    ["assignment.rows", coordinatorMessageCodec, assignment(messageLimits.microBatches + 1)],
    ["run_begin.job_json", coordinatorMessageCodec, runBegin(messageLimits.jobCharacters + 1)],
  ] as [string, MessageCodec<unknown>, unknown][])("are refused just above: %s", (field, codec, message) => {
    expect(() => codec.decode(encode(codec, message), new TensorAssembler(0))).toThrow(
      `${field}: expected at most`,
    );
  });

  it("say nothing of a range that no round has", () => {
    const beyond = { type: "failure", runId: "r", round: 0, first: 65_000, count: 537, reason: "" } as const;
    expect(() =>
      workerMessageCodec.decode(encode(workerMessageCodec, beyond), new TensorAssembler(0)),
    ).toThrow("failure.count: expected a whole number from 1 to 536, got 537");
  });
});
