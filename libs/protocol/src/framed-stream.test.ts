import { describe, expect, it } from "vitest";
import { FramedStream, type ByteStream, type FramedStreamOptions } from "./framed-stream.js";
import type { Result, WorkerMessage } from "./messages.js";
import { FrameMemory } from "./reused-memory.js";
import { maxFrameBytes } from "./tensor-frames.js";
import { workerMessageCodec } from "./worker-message.js";

/** A stream whose bytes leave when the test says so: what was written is read until then, as gRPC may. */
class SlowStream implements ByteStream {
  readonly written: Uint8Array[] = [];
  /** Memory that frames were written in. */
  readonly frameBuffers: ArrayBufferLike[] = [];
  writable = true;
  readonly unflushed: { readonly bytes: Uint8Array; readonly flushed: () => void }[] = [];
  #data: ((bytes: Uint8Array) => void) | undefined;

  write(bytes: Uint8Array, flushed: () => void): void {
    this.unflushed.push({ bytes, flushed });
    if (bytes.length > 1000) this.frameBuffers.push(bytes.buffer);
  }

  end(): void {
    this.writable = false;
  }

  on(_: "data", listener: (bytes: Uint8Array) => void): void {
    this.#data = listener;
  }

  /** The oldest bytes leave. False where there are none. */
  flush(): boolean {
    const next = this.unflushed.shift();
    if (!next) return false;
    this.written.push(next.bytes.slice());
    next.flushed();
    return true;
  }

  receive(bytes: Uint8Array): void {
    this.#data?.(bytes);
  }
}

const big: Result = {
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

function pair(options: Partial<FramedStreamOptions> = {}) {
  const stream = new SlowStream();
  const framed = new FramedStream(stream, workerMessageCodec, workerMessageCodec, {
    maxTensorBytes: 1e7,
    ...options,
  });
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
    expect(stream.unflushed).toHaveLength(2);
    expect(framed.queuedBytes).toBeGreaterThan(1_000_000);
    framed.send({ type: "heartbeat", sequence: 5 });
    while (stream.flush());
    for (const bytes of stream.written) stream.receive(bytes);
    expect(received.map(({ type }) => type)).toEqual(["heartbeat", "result"]);
    expect(received[1]).toMatchObject({ ...big, gradient: expect.any(Float32Array) as Float32Array });
    expect(framed.queuedBytes).toBe(0);
  });

  it("encodes the frames of several streams in the same memory, one after the other", () => {
    const frameMemory = new FrameMemory();
    const pairs = [1, 2, 3].map(() => pair({ frameMemory }));
    for (const { framed } of pairs) framed.send(big);
    for (let isOpen = true; isOpen;) isOpen = pairs.map(({ stream }) => stream.flush()).includes(true);
    const buffers = pairs.flatMap(({ stream }) => stream.frameBuffers);
    expect([buffers.length, new Set(buffers).size]).toEqual([24, 6]);
    for (const { stream, received } of pairs) {
      for (const bytes of stream.written) stream.receive(bytes);
      expect(received).toMatchObject([{ ...big, gradient: expect.any(Float32Array) as Float32Array }]);
      // Element by element, the matcher takes seconds.
      const { gradient } = received[0] as Result;
      expect([gradient.length, gradient.every((value) => value === 1)]).toEqual([500_000, true]);
    }
  });

  it("says when tensors are not read any more: they may change then", () => {
    const { stream, framed, received } = pair();
    const gradient = new Float32Array(500_000).fill(1);
    let taken = 0;
    framed.send({ ...big, gradient }, () => {
      taken++;
      gradient.fill(7);
    });
    framed.send({ type: "credit", bytes: 1 });
    while (stream.unflushed.length > 0) {
      // Some frames wait to be encoded until others have left.
      if (framed.queuedBytes > 100) expect(taken).toBe(0);
      stream.flush();
    }
    expect(taken).toBe(1);
    for (const bytes of stream.written) stream.receive(bytes);
    expect((received[0] as Result).gradient.every((value) => value === 1)).toBe(true);
  });

  it("does not say so of what is forgotten at the end", () => {
    const { stream, framed } = pair();
    let taken = 0;
    framed.send(big, () => taken++);
    framed.end();
    while (stream.flush());
    expect(taken).toBe(0);
  });

  it("takes no whole frame's memory for a short one", () => {
    const { stream, framed, received } = pair();
    const gradient = new Float32Array(maxFrameBytes / 4 + 3000).fill(2);
    framed.send({ ...big, gradient });
    while (stream.flush());
    const [whole, short] = stream.frameBuffers.map(({ byteLength }) => byteLength);
    expect(whole).toBeGreaterThan(maxFrameBytes);
    expect(short).toBeLessThan(13_000);
    for (const bytes of stream.written) stream.receive(bytes);
    expect((received[0] as Result).gradient).toEqual(gradient);
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
