import { FrameMemory, type TensorMemory } from "./reused-memory.js";
import { maxFrameBytes, TensorAssembler, TensorSplitter, type WireFrame } from "./tensor-frames.js";

/** How messages of one side become bytes and back. */
export interface MessageCodec<Message> {
  /** Bytes of the message; frames to be sent before it are pushed to `frames`. */
  encode(message: Message, splitter: TensorSplitter, frames: WireFrame[]): Uint8Array;
  /** @param memory of {@link FrameMemory}, that the bytes may lie in */
  encodeFrame(frame: WireFrame, memory?: Uint8Array): Uint8Array;
  /** The message; undefined where the bytes were a frame. @throws ProtocolError */
  decode(bytes: Uint8Array, assembler: TensorAssembler): Message | undefined;
}

/** What is needed of a gRPC stream, of either side. */
export interface ByteStream {
  readonly writable: boolean;
  /** `flushed` is called when the bytes have left for the peer, and are not read any more. */
  write(bytes: Uint8Array, flushed: () => void): unknown;
  end(): unknown;
  on(event: "data", listener: (bytes: Uint8Array) => void): unknown;
}

/** Said at once, before tensors that still wait to be written; and still said when the stream is ended. */
const urgentTypes: ReadonlySet<string> = new Set(["heartbeat", "refusal", "leaving", "drain"]);

/** Bytes that may stand between a message and the network: what an urgent one waits for at most. */
const maxUnflushedBytes = 512 * 1024;

/** Urgent messages that may wait: a peer that asks for heartbeats without reading them gets no more. */
const maxUrgent = 100;

export interface FramedStreamHandlers<Incoming> {
  message(message: Incoming): void;
  /** Something came, if only a piece of a tensor: the peer is alive. */
  alive(): void;
  /** A message that breaks the protocol; nothing more is read after it. */
  violation(error: unknown): void;
}

/** A message that is encoded but for its large tensors, which went before it. */
interface EncodedMessage {
  readonly bytes: Uint8Array;
  readonly taken: (() => void) | undefined;
}

/** A message, or a frame that is to be encoded when its turn comes. */
type Queued = EncodedMessage | WireFrame;

export interface FramedStreamOptions {
  /** Most bytes of all unfinished and untaken tensors that come. */
  readonly maxTensorBytes: number;
  /** Memory for what is sent. Default: this stream's own. */
  readonly frameMemory?: FrameMemory;
  /** Memory for tensors that come. Default: made for each. */
  readonly tensorMemory?: TensorMemory;
}

/**
 * Typed messages over a gRPC stream of bytes. Large tensors are cut into frames, written as the network takes them;
 * heartbeats go between the frames.
 */
export class FramedStream<Outgoing extends { readonly type: string }, Incoming> {
  readonly assembler: TensorAssembler;
  readonly #splitter = new TensorSplitter();
  readonly #urgent: EncodedMessage[] = [];
  #ordered: Queued[] = [];
  #queuedBytes = 0;
  #unflushedBytes = 0;
  readonly #memory: FrameMemory;
  #broken = false;
  #ended = false;

  constructor(
    private readonly stream: ByteStream,
    private readonly outgoing: MessageCodec<Outgoing>,
    private readonly incoming: MessageCodec<Incoming>,
    { maxTensorBytes, tensorMemory, frameMemory = new FrameMemory() }: FramedStreamOptions,
  ) {
    this.assembler = new TensorAssembler(maxTensorBytes, tensorMemory);
    this.#memory = frameMemory;
  }

  /** Delivers incoming messages until the stream ends or one breaks the protocol. */
  listen(handlers: FramedStreamHandlers<Incoming>): void {
    this.stream.on("data", (bytes: Uint8Array) => {
      if (this.#broken || this.#ended) return;
      let message: Incoming | undefined;
      try {
        message = this.incoming.decode(bytes, this.assembler);
      } catch (error) {
        this.#broken = true;
        handlers.violation(error);
        return;
      }
      handlers.alive();
      if (message !== undefined) handlers.message(message);
    });
  }

  /**
   * Queues a message; tensors in it must not change afterwards.
   * @param taken called once they are not read any more; never where the stream ends before
   */
  send(message: Outgoing, taken?: () => void): void {
    if (this.#ended) return;
    const frames: WireFrame[] = [];
    const encoded = { bytes: this.outgoing.encode(message, this.#splitter, frames), taken };
    if (urgentTypes.has(message.type)) {
      if (message.type !== "heartbeat" || this.#urgent.length < maxUrgent) this.#urgent.push(encoded);
    } else {
      for (const frame of frames) this.#queue(frame);
      this.#queue(encoded);
    }
    this.#pump();
  }

  /** Says what is urgent, forgets what else has not left, and ends the stream. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#ordered = [];
    this.#queuedBytes = 0;
    for (const { bytes } of this.#urgent.splice(0)) this.#write(bytes);
    this.stream.end();
  }

  /** Bytes that wait for the peer to read, or the network to carry, what was sent before. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  #queue(queued: Queued): void {
    this.#queuedBytes += byteLengthOf(queued);
    this.#ordered.push(queued);
  }

  #pump(): void {
    while (this.stream.writable && this.#unflushedBytes < maxUnflushedBytes) {
      const next = this.#urgent.shift() ?? this.#nextOrdered();
      if (next === undefined) return;
      if (isMessage(next)) this.#writeMessage(next);
      else this.#writeFrame(next);
    }
  }

  #nextOrdered(): Queued | undefined {
    const next = this.#ordered.shift();
    if (next) this.#queuedBytes -= byteLengthOf(next);
    return next;
  }

  #writeMessage({ bytes, taken }: EncodedMessage): void {
    this.#write(bytes);
    taken?.();
  }

  #writeFrame(frame: WireFrame): void {
    // A short one would keep a whole frame's memory from others until it has left.
    const isShort = byteLengthOf(frame) < maxFrameBytes / 2;
    if (isShort) return this.#write(this.outgoing.encodeFrame(frame));
    const memory = this.#memory.take();
    this.#write(this.outgoing.encodeFrame(frame, memory), () => this.#memory.give(memory));
  }

  #write(bytes: Uint8Array, left?: () => void): void {
    if (!this.stream.writable) return;
    this.#unflushedBytes += bytes.byteLength;
    this.stream.write(bytes, () => {
      this.#unflushedBytes -= bytes.byteLength;
      left?.();
      if (!this.#ended) this.#pump();
    });
  }
}

function isMessage(queued: Queued): queued is EncodedMessage {
  return "bytes" in queued;
}

function byteLengthOf(queued: Queued): number {
  return isMessage(queued) ? queued.bytes.byteLength : (queued.data?.byteLength ?? 0);
}
