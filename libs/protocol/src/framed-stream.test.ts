import { describe, expect, it } from "vitest";
import { FramedStream, type ByteStream } from "./framed-stream.js";
import type { WorkerMessage } from "./messages.js";
import { workerMessageCodec } from "./worker-message.js";

/** A stream that takes a given number of messages before it wants to be drained. */
class SlowStream implements ByteStream {
  readonly written: Uint8Array[] = [];
  readonly writable = true;
  #drain: (() => void) | undefined;
  #data: ((bytes: Uint8Array) => void) | undefined;

  constructor(public room: number) {}

  write(bytes: Uint8Array): boolean {
    this.written.push(bytes);
    return --this.room > 0;
  }

  on(event: "drain" | "data", listener: ((bytes: Uint8Array) => void) & (() => void)): void {
    if (event === "drain") this.#drain = listener;
    else this.#data = listener;
  }

  drain(room: number): void {
    this.room = room;
    this.#drain?.();
  }

  receive(bytes: Uint8Array): void {
    this.#data?.(bytes);
  }
}

const big: WorkerMessage = {
  type: "result",
  runId: "r",
  round: 0,
  first: 0,
  count: 1,
  gradient: new Float32Array(500_000).fill(1),
  statistics: new Float64Array(3),
  predictions: new Float32Array(),
  computeMs: 1,
};

function pair(room: number) {
  const stream = new SlowStream(room);
  const framed = new FramedStream(stream, workerMessageCodec, workerMessageCodec, { maxTensorBytes: 1e7 });
  const received: WorkerMessage[] = [];
  const violations: unknown[] = [];
  framed.listen({
    message: (message) => received.push(message),
    violation: (error) => violations.push(error),
  });
  return { stream, framed, received, violations };
}

describe("FramedStream", () => {
  it("sends heartbeats between the frames of a large tensor", () => {
    const { stream, framed, received } = pair(2);
    framed.send(big);
    expect(stream.written).toHaveLength(2);
    framed.send({ type: "heartbeat", sequence: 5 });
    expect(framed.queued).toBeGreaterThan(5);
    stream.drain(1e6);
    for (const bytes of stream.written) stream.receive(bytes);
    expect(received.map(({ type }) => type)).toEqual(["heartbeat", "result"]);
    expect(received[1]).toMatchObject({ ...big, gradient: expect.any(Float32Array) as Float32Array });
  });

  it("writes nothing more while the stream is full", () => {
    const { stream, framed } = pair(1);
    for (let sequence = 0; sequence < 5; sequence++) framed.send({ type: "heartbeat", sequence });
    expect(stream.written).toHaveLength(1);
    stream.drain(2);
    expect(stream.written).toHaveLength(3);
  });

  it("reports the first message that breaks the protocol, and reads no further", () => {
    const { stream, received, violations } = pair(10);
    stream.receive(Uint8Array.of(255, 255, 255));
    stream.receive(workerMessageCodec.encode({ type: "heartbeat", sequence: 1 }, {} as never, []));
    expect(violations).toHaveLength(1);
    expect(received).toEqual([]);
  });
});
