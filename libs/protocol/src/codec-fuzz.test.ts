import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coordinatorMessageCodec } from "./coordinator-message.js";
import type { MessageCodec } from "./framed-stream.js";
import { ProtocolError } from "./protocol-error.js";
import { TensorAssembler, TensorSplitter, type WireFrame } from "./tensor-frames.js";
import { coordinatorMessages, damaged, workerMessages } from "./testing/message-arbitraries.js";
import { workerMessageCodec } from "./worker-message.js";

const maxTensorBytes = 10_000;

function encode<Message>(codec: MessageCodec<Message>, message: Message): Uint8Array {
  const frames: WireFrame[] = [];
  const bytes = codec.encode(message, new TensorSplitter(), frames);
  expect(frames).toEqual([]);
  return bytes;
}

/** A message that is taken is one that could have been sent; one that is not is refused as the protocol has it. */
function takeOrRefuse<Message>(codec: MessageCodec<Message>, bytes: Uint8Array): void {
  let message: Message | undefined;
  try {
    message = codec.decode(bytes, new TensorAssembler(maxTensorBytes));
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    return;
  }
  if (message === undefined) return;
  expect(codec.decode(encode(codec, message), new TensorAssembler(maxTensorBytes))).toEqual(message);
}

describe.each([
  ["worker", workerMessageCodec as MessageCodec<unknown>, workerMessages as fc.Arbitrary<unknown>],
  ["coordinator", coordinatorMessageCodec as MessageCodec<unknown>, coordinatorMessages],
])("messages of the %s", (_, codec, messages) => {
  it("come back as they were sent", () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(codec.decode(encode(codec, message), new TensorAssembler(maxTensorBytes))).toEqual(message);
      }),
      { numRuns: 1000 },
    );
  });

  it("are taken whole or refused by the protocol when they are damaged on the way", () => {
    const spoilt = messages.chain((message) => damaged(encode(codec, message)));
    fc.assert(
      fc.property(spoilt, (bytes) => takeOrRefuse(codec, bytes)),
      { numRuns: 3000 },
    );
  });

  it("are taken whole or refused by the protocol when they are any bytes", () => {
    // A first byte that begins one of the known messages gets further.
    const tagged = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.uint8Array({ maxLength: 100 }))
      .map(([field, rest]) => Uint8Array.from([(field << 3) | 2, rest.length, ...rest]));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), tagged), (bytes) => takeOrRefuse(codec, bytes)),
      { numRuns: 3000 },
    );
  });

  it("are refused where they are of a kind that is not known", () => {
    const field99 = Uint8Array.of(0x9a, 0x06, 0);
    expect(() => codec.decode(field99, new TensorAssembler(0))).toThrow("got none of them");
    expect(() => codec.decode(new Uint8Array(), new TensorAssembler(0))).toThrow("got none of them");
  });
});
