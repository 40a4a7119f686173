import type { lockstep } from "../generated/lockstep.js";
import type { TensorMemory } from "./reused-memory.js";
import { ProtocolError } from "./protocol-error.js";

/** Tensors of up to this size travel inside their message; larger ones as frames of this size before it. */
export const maxFrameBytes = 256 * 1024;

/** Tensors that a peer may have under way at once: a message has five at most. */
const maxOpenTransfers = 16;

type WireTensor = lockstep.v1.Tensor.$Properties;
export type WireFrame = lockstep.v1.TensorFrame.$Properties;

if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1) {
  throw new Error("Lockstep's wire format is little-endian, and this machine is not");
}

function bytesOf(values: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Cuts tensors into frames; one for each direction of a stream. */
export class TensorSplitter {
  #lastTransfer = 0;

  /** The tensor as its message carries it; frames that must be sent before are pushed to `frames`. */
  wrap(values: Float32Array | Uint32Array, frames: WireFrame[]): WireTensor {
    const data = bytesOf(values);
    if (data.byteLength <= maxFrameBytes) return { data, totalBytes: data.byteLength };
    const transfer = this.#nextTransfer();
    for (let offset = 0; offset < data.byteLength; offset += maxFrameBytes) {
      const piece = data.subarray(offset, offset + maxFrameBytes);
      frames.push({ transfer, offset, totalBytes: data.byteLength, data: piece });
    }
    return { transfer, totalBytes: data.byteLength };
  }

  #nextTransfer(): number {
    this.#lastTransfer = this.#lastTransfer === 0xffffffff ? 1 : this.#lastTransfer + 1;
    return this.#lastTransfer;
  }
}

interface Transfer {
  readonly target: Uint8Array<ArrayBuffer>;
  received: number;
}

/** Puts frames together again, within a bound on memory. */
export class TensorAssembler {
  #maxBytes: number;
  readonly #transfers = new Map<number, Transfer>();
  #heldBytes = 0;

  /**
   * @param maxBytes most bytes of all unfinished and untaken tensors together
   * @param memory for those that come as frames; absent: made for each
   */
  constructor(
    maxBytes: number,
    private readonly memory?: TensorMemory,
  ) {
    this.#maxBytes = maxBytes;
  }

  /** Allows more, never less: what was allowed before may be under way. */
  allow(maxBytes: number): void {
    this.#maxBytes = Math.max(this.#maxBytes, maxBytes);
  }

  /** @throws ProtocolError for a frame that is too large, out of order or outside its tensor */
  accept(frame: WireFrame): void {
    const number = frame.transfer ?? 0;
    const data = frame.data ?? new Uint8Array();
    const transfer = this.#transfers.get(number) ?? this.#begin(number, frame.totalBytes ?? 0);
    checkFrame(frame, data.byteLength, transfer);
    transfer.target.set(data, transfer.received);
    transfer.received += data.byteLength;
  }

  /** The values of a tensor, aligned and owned by the caller. @throws ProtocolError */
  take(field: string, tensor: WireTensor | null | undefined): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#bytes(field, tensor, "float32"));
  }

  /** As {@link take}, of a tensor of unsigned whole numbers. */
  takeWhole(field: string, tensor: WireTensor | null | undefined): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#bytes(field, tensor, "uint32"));
  }

  #bytes(field: string, tensor: WireTensor | null | undefined, type: string): ArrayBuffer {
    const total = tensor?.totalBytes ?? 0;
    const bytes = tensor?.transfer ? this.#takeTransfer(field, tensor.transfer) : copyOf(tensor?.data);
    if (bytes.byteLength !== total) {
      throw new ProtocolError(
        "INVALID_FIELD",
        `${field}.total_bytes: expected ${bytes.byteLength}, got ${total}`,
      );
    }
    if (total % 4 !== 0) {
      throw new ProtocolError(
        "INVALID_FIELD",
        `${field}: expected whole ${type} elements, got ${total} bytes`,
      );
    }
    return bytes.buffer;
  }

  #begin(number: number, totalBytes: number): Transfer {
    if (number === 0)
      throw new ProtocolError("BROKEN_TRANSFER", "frame.transfer: expected a number from 1, got 0");
    if (this.#transfers.size >= maxOpenTransfers) {
      throw new ProtocolError(
        "TOO_LARGE",
        `frame.transfer: expected at most ${maxOpenTransfers} unfinished ones, got one more`,
      );
    }
    if (this.#heldBytes + totalBytes > this.#maxBytes) {
      throw new ProtocolError(
        "TOO_LARGE",
        `frame.total_bytes: expected at most ${this.#maxBytes - this.#heldBytes} more bytes, got ${totalBytes}`,
      );
    }
    const transfer = { target: this.#allocated(totalBytes), received: 0 };
    this.#transfers.set(number, transfer);
    this.#heldBytes += totalBytes;
    return transfer;
  }

  #allocated(byteLength: number): Uint8Array<ArrayBuffer> {
    try {
      return this.memory?.take(byteLength) ?? new Uint8Array(byteLength);
    } catch (cause) {
      throw new ProtocolError("TOO_LARGE", `frame.total_bytes: no memory for ${byteLength} bytes`, { cause });
    }
  }

  #takeTransfer(field: string, number: number): Uint8Array<ArrayBuffer> {
    const transfer = this.#transfers.get(number);
    if (transfer?.received !== transfer?.target.byteLength || !transfer) {
      throw new ProtocolError(
        "BROKEN_TRANSFER",
        `${field}.transfer: expected a complete transfer, got ${number}`,
      );
    }
    this.#transfers.delete(number);
    this.#heldBytes -= transfer.target.byteLength;
    return transfer.target;
  }
}

/** A decoded `bytes` field is a view into the message, not aligned for float32: copy once. */
function copyOf(data: Uint8Array | null | undefined): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(data?.byteLength ?? 0);
  if (data) copy.set(data);
  return copy;
}

function checkFrame(frame: WireFrame, length: number, transfer: Transfer): void {
  const total = transfer.target.byteLength;
  if (length === 0 || length > maxFrameBytes) {
    throw new ProtocolError("TOO_LARGE", `frame.data: expected 1 to ${maxFrameBytes} bytes, got ${length}`);
  }
  if (
    (frame.totalBytes ?? 0) !== total ||
    (frame.offset ?? 0) !== transfer.received ||
    transfer.received + length > total
  ) {
    throw new ProtocolError(
      "BROKEN_TRANSFER",
      `frame: expected the bytes from ${transfer.received} of ${total}, got ${length} bytes from ${frame.offset ?? 0} of ${frame.totalBytes ?? 0}`,
    );
  }
}
