import { describe, expect, it } from "vitest";
import { TensorMemory } from "./reused-memory.js";
import { maxFrameBytes, TensorAssembler, TensorSplitter, type WireFrame } from "./tensor-frames.js";

const length = maxFrameBytes / 2;

function through(assembler: TensorAssembler, values: Float32Array): Float32Array<ArrayBuffer> {
  const frames: WireFrame[] = [];
  const tensor = new TensorSplitter().wrap(values, frames);
  for (const frame of frames) assembler.accept(frame);
  return assembler.take("x", tensor);
}

describe("TensorMemory", () => {
  it("gives the memory of a tensor to the next of its size, once", () => {
    const memory = new TensorMemory();
    const assembler = new TensorAssembler(1e9, memory);
    const first = through(assembler, new Float32Array(length).fill(1));
    memory.give(first);
    memory.give(first);
    const second = through(assembler, new Float32Array(length).fill(2));
    expect(second.buffer).toBe(first.buffer);
    expect(second.every((value) => value === 2)).toBe(true);
    const third = through(assembler, new Float32Array(length).fill(3));
    expect(third.buffer).not.toBe(first.buffer);
    expect(second.every((value) => value === 2)).toBe(true);
  });

  it("shows nothing of a tensor before: what is incomplete is not given out", () => {
    const memory = new TensorMemory();
    const assembler = new TensorAssembler(1e9, memory);
    memory.give(through(assembler, new Float32Array(length).fill(1)));
    assembler.accept({ transfer: 9, offset: 0, totalBytes: 4 * length, data: new Uint8Array(maxFrameBytes) });
    expect(() => assembler.take("x", { transfer: 9, totalBytes: 4 * length })).toThrow("a complete transfer");
  });

  it("keeps one size at a time, in bounds, until it is cleared", () => {
    const memory = new TensorMemory();
    const tensors = Array.from({ length: 400 }, () => new Float32Array(length));
    for (const tensor of tensors) memory.give(tensor);
    const kept = Array.from({ length: 400 }, () => memory.take(4 * length)).filter(({ buffer }) =>
      tensors.some((tensor) => tensor.buffer === buffer),
    );
    expect(kept).toHaveLength((64 * 1024 * 1024) / (4 * length));
    const [large, larger] = [new Float32Array(2 * length), new Float32Array(3 * length)];
    memory.give(large);
    memory.give(larger);
    expect(memory.take(8 * length).buffer).not.toBe(large.buffer);
    memory.clear();
    expect(memory.take(12 * length).buffer).not.toBe(larger.buffer);
  });

  it("leaves alone what is small, a part of something, or may change its size", () => {
    const memory = new TensorMemory();
    const options = { maxByteLength: 8 * length };
    const buffer = new (ArrayBuffer as new (size: number, options: object) => ArrayBuffer)(
      4 * length,
      options,
    );
    memory.give(new Float32Array(buffer));
    expect(memory.takeFloats(length).buffer).not.toBe(buffer);
    const small = new Float32Array(maxFrameBytes / 4);
    const part = new Float32Array(2 * length).subarray(length);
    memory.give(small);
    memory.give(part);
    expect(memory.take(small.byteLength).buffer).not.toBe(small.buffer);
    expect(memory.take(part.byteLength).buffer).not.toBe(part.buffer);
  });
});
