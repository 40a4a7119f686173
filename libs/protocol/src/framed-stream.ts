import { TensorAssembler, TensorSplitter, type WireFrame } from "./tensor-frames.js";

/** How messages of one side become bytes and back. */
export interface MessageCodec<Message> {
  /** Bytes of the message; frames to be sent before it are pushed to `frames`. */
  encode(message: Message, splitter: TensorSplitter, frames: WireFrame[]): Uint8Array;
  encodeFrame(frame: WireFrame): Uint8Array;
  /** The message; undefined where the bytes were a frame. @throws ProtocolError */
  decode(bytes: Uint8Array, assembler: TensorAssembler): Message | undefined;
}

/** What is needed of a gRPC stream, of either side. */
export interface ByteStream {
  readonly writable: boolean;
  /** False where the caller should wait for `drain`. */
  write(bytes: Uint8Array): boolean;
  on(event: "drain", listener: () => void): unknown;
  on(event: "data", listener: (bytes: Uint8Array) => void): unknown;
}

/** Said at once, before tensors that still wait to be written. */
const urgentTypes: ReadonlySet<string> = new Set(["heartbeat", "refusal", "leaving"]);

export interface FramedStreamHandlers<Incoming> {
  message(message: Incoming): void;
  /** A message that breaks the protocol; nothing more is read after it. */
  violation(error: unknown): void;
}

/**
 * Typed messages over a gRPC stream of bytes. Large tensors are cut into frames, written as the stream takes them;
 * heartbeats go between the frames.
 */
export class FramedStream<Outgoing extends { readonly type: string }, Incoming> {
  readonly assembler: TensorAssembler;
  readonly #splitter = new TensorSplitter();
  readonly #urgent: Uint8Array[] = [];
  readonly #ordered: (() => Uint8Array)[] = [];
  #blocked = false;
  #broken = false;

  constructor(
    private readonly stream: ByteStream,
    private readonly outgoing: MessageCodec<Outgoing>,
    private readonly incoming: MessageCodec<Incoming>,
    options: { readonly maxTensorBytes: number },
  ) {
    this.assembler = new TensorAssembler(options.maxTensorBytes);
    stream.on("drain", () => {
      this.#blocked = false;
      this.#pump();
    });
  }

  /** Delivers incoming messages until the stream ends or one breaks the protocol. */
  listen(handlers: FramedStreamHandlers<Incoming>): void {
    this.stream.on("data", (bytes: Uint8Array) => {
      if (this.#broken) return;
      let message: Incoming | undefined;
      try {
        message = this.incoming.decode(bytes, this.assembler);
      } catch (error) {
        this.#broken = true;
        handlers.violation(error);
        return;
      }
      if (message !== undefined) handlers.message(message);
    });
  }

  /** Queues a message; tensors in it must not change afterwards. */
  send(message: Outgoing): void {
    const frames: WireFrame[] = [];
    const bytes = this.outgoing.encode(message, this.#splitter, frames);
    if (urgentTypes.has(message.type)) this.#urgent.push(bytes);
    else {
      for (const frame of frames) this.#ordered.push(() => this.outgoing.encodeFrame(frame));
      this.#ordered.push(() => bytes);
    }
    this.#pump();
  }

  /** Messages not yet handed to the stream. */
  get queued(): number {
    return this.#urgent.length + this.#ordered.length;
  }

  #pump(): void {
    while (!this.#blocked && this.stream.writable) {
      const bytes = this.#urgent.shift() ?? this.#ordered.shift()?.();
      if (bytes === undefined) return;
      this.#blocked = !this.stream.write(bytes);
    }
  }
}
