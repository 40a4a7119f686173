import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProtocolError } from "./protocol-error.js";
import { maxFrameBytes, TensorAssembler, TensorSplitter, type WireFrame } from "./tensor-frames.js";

const limit = { maxBytes: 64 * 1024 * 1024 };

function split(values: Float32Array) {
  const frames: WireFrame[] = [];
  return { tensor: new TensorSplitter().wrap(values, frames), frames };
}

const bytesOf = (values: Float32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

describe("tensor frames", () => {
  it("bring back every bit, inline or framed", () => {
    for (const length of [0, 1, maxFrameBytes / 4, maxFrameBytes / 4 + 1, 200_001]) {
      const values = Float32Array.from({ length }, (_, index) => Math.fround(Math.sin(index)));
      const { tensor, frames } = split(values);
      const assembler = new TensorAssembler(limit.maxBytes);
      for (const frame of frames) assembler.accept(frame);
      expect(Buffer.compare(bytesOf(assembler.take("x", tensor)), bytesOf(values))).toBe(0);
      expect(frames.every((frame) => frame.data!.length <= maxFrameBytes)).toBe(true);
    }
  });

  it("align what came unaligned", () => {
    const bytes = new Uint8Array(9);
    bytes.set(new Uint8Array(Float32Array.of(1, 2).buffer), 1);
    const assembler = new TensorAssembler(limit.maxBytes);
    expect([...assembler.take("x", { data: bytes.subarray(1), totalBytes: 8 })]).toEqual([1, 2]);
  });

  it("keep transfers apart that are interleaved", () => {
    const splitter = new TensorSplitter();
    const [one, two]: [WireFrame[], WireFrame[]] = [[], []];
    const a = splitter.wrap(new Float32Array(100_000).fill(1), one);
    const b = splitter.wrap(new Float32Array(100_000).fill(2), two);
    const assembler = new TensorAssembler(limit.maxBytes);
    for (let index = 0; index < one.length; index++) {
      assembler.accept(one[index]!);
      assembler.accept(two[index]!);
    }
    expect(assembler.take("b", b).every((value) => value === 2)).toBe(true);
    expect(assembler.take("a", a).every((value) => value === 1)).toBe(true);
  });

  const refused: [string, (assembler: TensorAssembler) => void, string][] = [
    [
      "a tensor larger than allowed",
      (to) => to.accept({ transfer: 1, offset: 0, totalBytes: 1e9, data: new Uint8Array(8) }),
      "frame.total_bytes: expected at most 1000 more bytes, got 1000000000",
    ],
    [
      "a frame larger than allowed",
      (to) => {
        to.allow(1e9);
        to.accept({ transfer: 1, offset: 0, totalBytes: 1e6, data: new Uint8Array(maxFrameBytes + 1) });
      },
      "frame.data: expected 1 to 262144 bytes, got 262145",
    ],
    [
      "more transfers than a message can have",
      (to) => {
        for (let transfer = 1; transfer <= 17; transfer++)
          to.accept({ transfer, totalBytes: 8, data: new Uint8Array(4) });
      },
      "frame.transfer: expected at most 16 unfinished ones",
    ],
    [
      "a gap",
      (to) => to.accept({ transfer: 1, offset: 8, totalBytes: 100, data: new Uint8Array(8) }),
      "frame: expected the bytes from 0 of 100",
    ],
    [
      "more than was announced",
      (to) => to.accept({ transfer: 1, offset: 0, totalBytes: 4, data: new Uint8Array(8) }),
      "frame: expected the bytes from 0 of 4",
    ],
    [
      "an empty frame",
      (to) => to.accept({ transfer: 1, offset: 0, totalBytes: 4 }),
      "frame.data: expected 1",
    ],
    [
      "transfer 0",
      (to) => to.accept({ offset: 0, totalBytes: 4, data: new Uint8Array(4) }),
      "frame.transfer",
    ],
    [
      "a transfer that never came",
      (to) => to.take("x", { transfer: 9, totalBytes: 4 }),
      "x.transfer: expected a complete transfer, got 9",
    ],
    [
      "a transfer that is not complete",
      (to) => {
        to.accept({ transfer: 1, offset: 0, totalBytes: 8, data: new Uint8Array(4) });
        to.take("x", { transfer: 1, totalBytes: 8 });
      },
      "expected a complete transfer",
    ],
    [
      "another length than announced",
      (to) => to.take("x", { data: new Uint8Array(8), totalBytes: 4 }),
      "x.total_bytes: expected 8, got 4",
    ],
    [
      "a part of an element",
      (to) => to.take("x", { data: new Uint8Array(6), totalBytes: 6 }),
      "x: expected whole float32 elements, got 6 bytes",
    ],
  ];
  it.each(refused)("refuse %s", (_, act, text) => {
    expect(() => act(new TensorAssembler(1000))).toThrow(ProtocolError);
    expect(() => act(new TensorAssembler(1000))).toThrow(text);
  });

  it("free what was taken", () => {
    const assembler = new TensorAssembler(500_000);
    const splitter = new TensorSplitter();
    for (let round = 0; round < 5; round++) {
      const frames: WireFrame[] = [];
      const tensor = splitter.wrap(new Float32Array(100_000), frames);
      for (const frame of frames) assembler.accept(frame);
      expect(assembler.take("x", tensor).length).toBe(100_000);
    }
  });

  it("never hold more than allowed, whatever comes", () => {
    const frame = fc.record({
      transfer: fc.nat(5),
      offset: fc.nat(50),
      totalBytes: fc.nat(200),
      data: fc.uint8Array({ maxLength: 60 }),
    });
    fc.assert(
      fc.property(fc.array(frame), (frames) => {
        const assembler = new TensorAssembler(300);
        for (const one of frames) {
          try {
            assembler.accept(one);
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError);
          }
        }
      }),
    );
  });
});
