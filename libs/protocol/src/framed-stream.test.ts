import { describe, expect, it } from "vitest";
import { FramedStream, type ByteStream } from "./framed-stream.js";
import type { WorkerMessage } from "./messages.js";
import { workerMessageCodec } from "./worker-message.js";

/** A stream whose bytes leave when the test says so. */
class SlowStream implements ByteStream {
  readonly written: Uint8Array[] = [];
  writable = true;
  readonly #flushes: (() => void)[] = [];
  #data: ((bytes: Uint8Array) => void) | undefined;

  write(bytes: Uint8Array, flushed: () => void): void {
    this.written.push(bytes);
    this.#flushes.push(flushed);
  }

  end(): void {
    this.writable = false;
  }

  on(_: "data", listener: (bytes: Uint8Array) => void): void {
    this.#data = listener;
  }

  /** The oldest bytes leave. False where there are none. */
  flush(): boolean {
    const flushed = this.#flushes.shift();
    flushed?.();
    return flushed !== undefined;
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
  states: new Float32Array(),
  computeMs: 1,
};

function pair() {
  const stream = new SlowStream();
  const framed = new FramedStream(stream, workerMessageCodec, workerMessageCodec, { maxTensorBytes: 1e7 });
  const received: WorkerMessage[] = [];
  const violations: unknown[] = [];
  let signsOfLife = 0;
  framed.listen({
    message: (message) => received.push(message),
    alive: () => signsOfLife++,
    violation: (error) => violations.push(error),
  });
  return { stream, framed, received, violations, signsOfLife: () => signsOfLife };
}

describe("FramedStream", () => {
  it("sends heartbeats between the frames of a large tensor", () => {
    const { stream, framed, received } = pair();
    framed.send(big);
    expect(stream.written).toHaveLength(2);
    expect(framed.queuedBytes).toBeGreaterThan(1_000_000);
    framed.send({ type: "heartbeat", sequence: 5 });
    while (stream.flush());
    for (const bytes of stream.written) stream.receive(bytes);
    expect(received.map(({ type }) => type)).toEqual(["heartbeat", "result"]);
    expect(received[1]).toMatchObject({ ...big, gradient: expect.any(Float32Array) as Float32Array });
    expect(framed.queuedBytes).toBe(0);
  });

  it("keeps a bounded number of heartbeats for a peer that does not read", () => {
    const { stream, framed } = pair();
    framed.send(big);
    for (let sequence = 0; sequence < 10_000; sequence++) framed.send({ type: "heartbeat", sequence });
    framed.send({ type: "leaving", reason: "bye" });
    while (stream.flush());
    const reader = pair();
    for (const bytes of stream.written) reader.stream.receive(bytes);
    const types = reader.received.map(({ type }) => type);
    expect(types.filter((type) => type === "heartbeat").length).toBe(100);
    expect(types.slice(100)).toEqual(["leaving", "result"]);
  });

  it("takes every frame for a sign of life", () => {
    const { stream, framed, signsOfLife } = pair();
    framed.send(big);
    while (stream.flush());
    for (const bytes of stream.written) stream.receive(bytes);
    expect(signsOfLife()).toBe(stream.written.length);
    expect(signsOfLife()).toBeGreaterThan(5);
  });

  it("says what is urgent at its end, and nothing else", () => {
    const { stream, framed, received } = pair();
    framed.send(big);
    framed.send({ type: "leaving", reason: "bye" });
    framed.end();
    while (stream.flush());
    for (const bytes of stream.written) stream.receive(bytes);
    const reader = pair();
    for (const bytes of stream.written) reader.stream.receive(bytes);
    expect(reader.received.map(({ type }) => type)).toEqual(["leaving"]);
    expect(received).toEqual([]);
    expect(stream.writable).toBe(false);
  });

  it("reports the first message that breaks the protocol, and reads no further", () => {
    const { stream, received, violations } = pair();
    stream.receive(Uint8Array.of(255, 255, 255));
    stream.receive(workerMessageCodec.encode({ type: "heartbeat", sequence: 1 }, {} as never, []));
    expect(violations).toHaveLength(1);
    expect(received).toEqual([]);
  });
});
