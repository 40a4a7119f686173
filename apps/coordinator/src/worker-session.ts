import type { ServerDuplexStream } from "@grpc/grpc-js";
import {
  coordinatorMessageCodec,
  FramedStream,
  HeldSequences,
  workerMessageCodec,
  type CoordinatorMessage,
  type FramedStreamOptions,
  type Hello,
  type RefusalCode,
  type WorkerHeartbeat,
  type WorkerMessage,
} from "@lockstep/protocol";

export type WorkerStream = ServerDuplexStream<Uint8Array, Uint8Array>;
type Framed = FramedStream<CoordinatorMessage, WorkerMessage>;

/** Bytes that may wait for a worker that does not read; a multiple of a run's tensors comes on top. */
const baseQueueBytes = 64 * 1024 * 1024;

export type WorkerCondition = Pick<WorkerHeartbeat, "cpu" | "memoryBytes" | "roundTripMs">;

/** One worker, for as long as its stream lasts. */
export class WorkerSession {
  /** Said that it goes, or was told to: it is given nothing new, by this run or the next. */
  leaving = false;
  /** Bytes of sequences and states that it may hold unanswered. */
  creditBytes: number;
  /** When anything came from it last, by performance.now(). */
  heardAt = performance.now();
  /** Milliseconds since 1970. */
  readonly joinedMs = Date.now();
  /** What it said of itself with its newest heartbeat. */
  condition: WorkerCondition = {};
  #maxQueuedBytes = baseQueueBytes;
  #held: { readonly runId: string; readonly sequences: HeldSequences<undefined> } | undefined;

  /** @param incarnation above that of any session before it */
  constructor(
    readonly hello: Hello,
    readonly incarnation: number,
    private readonly framed: Framed,
    /** Of its end of the connection. */
    readonly address: string,
  ) {
    this.creditBytes = hello.creditBytes;
  }

  get workerId(): string {
    return this.hello.workerId;
  }

  /** Allows tensors of a run's size, under way to us and waiting for the worker. */
  allowTensorBytes(bytes: number): void {
    this.framed.assembler.allow(2 * bytes);
    this.#maxQueuedBytes = Math.max(this.#maxQueuedBytes, baseQueueBytes + 8 * bytes);
  }

  /** The account of a run's sequences that the worker holds; undefined before it was told of the run. */
  heldOf(runId: string): HeldSequences<undefined> | undefined {
    return this.#held?.runId === runId ? this.#held.sequences : undefined;
  }

  send(message: CoordinatorMessage): void {
    // The worker forgets what it holds when a run begins, be it the same one again.
    if (message.type === "run-begin")
      this.#held = { runId: message.runId, sequences: new HeldSequences(message.heldSequencesBytes) };
    this.framed.send(message);
  }

  /** Whether more waits for the worker than it may leave unread. */
  get isTooSlow(): boolean {
    return this.framed.queuedBytes > this.#maxQueuedBytes;
  }

  /** Says why the worker has no place here, and ends the stream. */
  refuse(code: RefusalCode, reason: string): void {
    this.send({ type: "refusal", code, reason });
    this.end();
  }

  /** Ends the stream after what is urgent. */
  end(): void {
    this.framed.end();
  }
}

export function frame(stream: WorkerStream, options: FramedStreamOptions): Framed {
  return new FramedStream(stream, coordinatorMessageCodec, workerMessageCodec, options);
}
