import { maxFrameBytes } from "./tensor-frames.js";

/** Bytes around a frame's data in its message: tags, lengths and three numbers. */
const frameHeadBytes = 64;

/** Idle frames that are kept. */
const keptFrames = 64;

/**
 * Memory for messages of frames, used again when they have left. Made anew for each, a large tensor would keep the
 * collector of garbage busy, and with it the event loop.
 */
export class FrameMemory {
  readonly #free: Uint8Array[] = [];

  /** Of one frame's message. Its content is that of any message before. */
  take(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(maxFrameBytes + frameHeadBytes);
  }

  /** Takes back what {@link FrameMemory.take} gave and nobody reads any more. */
  give(memory: Uint8Array): void {
    if (this.#free.length < keptFrames) this.#free.push(memory);
  }
}

/** Whether its size may change while somebody counts on it. */
function isResizable(buffer: ArrayBuffer): boolean {
  return "resizable" in buffer && buffer.resizable === true;
}

/** Idle bytes of tensors that are kept, unless they are of two tensors. */
const keptTensorBytes = 64 * 1024 * 1024;

/** Memory of tensors that travel as frames, used again for others of the same size: those of one run's gradients. */
export class TensorMemory {
  #free: ArrayBuffer[] = [];

  /** Its content is that of any tensor before. @throws RangeError where there is no memory */
  take(byteLength: number): Uint8Array<ArrayBuffer> {
    const idle = this.#free.at(-1)?.byteLength === byteLength ? this.#free.pop() : undefined;
    return new Uint8Array(idle ?? new ArrayBuffer(byteLength));
  }

  /** As {@link take}, for so many values. */
  takeFloats(length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.take(length * Float32Array.BYTES_PER_ELEMENT).buffer, 0, length);
  }

  /** Takes the memory of a tensor that nobody looks at any more. Of one that would travel in no frames it is left alone. */
  give({ buffer, byteLength }: Float32Array): void {
    const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && !isResizable(buffer);
    if (!isWhole || byteLength <= maxFrameBytes || this.#free.includes(buffer)) return;
    if (this.#free.at(-1)?.byteLength !== byteLength) this.clear();
    if (this.#free.length < Math.max(2, Math.floor(keptTensorBytes / byteLength))) this.#free.push(buffer);
  }

  /** Lets go of all that is idle. */
  clear(): void {
    this.#free = [];
  }
}
