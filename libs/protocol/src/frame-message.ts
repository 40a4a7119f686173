import { Writer } from "protobufjs/minimal.js";
import { lockstep } from "../generated/lockstep.js";
import type { WireFrame } from "./tensor-frames.js";

/** Protocol Buffers: a field of so many bytes. */
const lengthDelimited = 2;

const dataTag = (4 << 3) | lengthDelimited;

/**
 * The bytes of a message whose oneof member `member` is the frame. The generated code would copy the data twice into
 * memory that it makes.
 * @param memory that the bytes may lie in
 */
export function encodeFrame(member: number, frame: WireFrame, memory?: Uint8Array): Uint8Array {
  const { data, ...numbers } = frame;
  const values = data ?? new Uint8Array();
  const head = lockstep.v1.TensorFrame.encode(numbers).uint32(dataTag).uint32(values.byteLength).finish();
  const outer = Writer.create()
    .uint32((member << 3) | lengthDelimited)
    .uint32(head.byteLength + values.byteLength)
    .finish();
  const length = outer.byteLength + head.byteLength + values.byteLength;
  const bytes = memory && length <= memory.byteLength ? memory.subarray(0, length) : new Uint8Array(length);
  bytes.set(outer);
  bytes.set(head, outer.byteLength);
  bytes.set(values, outer.byteLength + head.byteLength);
  return bytes;
}
