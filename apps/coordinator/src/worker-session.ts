import type { ServerDuplexStream } from "@grpc/grpc-js";
import {
  coordinatorMessageCodec,
  FramedStream,
  workerMessageCodec,
  type CoordinatorMessage,
  type Hello,
  type RefusalCode,
  type WorkerMessage,
} from "@lockstep/protocol";

export type WorkerStream = ServerDuplexStream<Uint8Array, Uint8Array>;
type Framed = FramedStream<CoordinatorMessage, WorkerMessage>;

/** One worker, for as long as its stream lasts. */
export class WorkerSession {
  #ended = false;

  constructor(
    readonly hello: Hello,
    private readonly stream: WorkerStream,
    private readonly framed: Framed,
  ) {}

  get workerId(): string {
    return this.hello.workerId;
  }

  /** Most bytes of tensors that the worker may have under way to us. */
  allowTensorBytes(bytes: number): void {
    this.framed.assembler.maxBytes = bytes;
  }

  send(message: CoordinatorMessage): void {
    if (!this.#ended) this.framed.send(message);
  }

  /** Says why the worker has no place here, and ends the stream. */
  refuse(code: RefusalCode, reason: string): void {
    this.send({ type: "refusal", code, reason });
    this.end();
  }

  /** Ends the stream after what was sent. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.stream.end();
  }
}

export function frame(stream: WorkerStream, maxTensorBytes: number): Framed {
  return new FramedStream(stream, coordinatorMessageCodec, workerMessageCodec, { maxTensorBytes });
}
