import { randomUUID } from "node:crypto";
import { Client, credentials } from "@grpc/grpc-js";
import {
  clientOptions,
  clusterService,
  coordinatorMessageCodec,
  FramedStream,
  type FrameMemory,
  messageLimits,
  protocolVersion,
  workerMessageCodec,
  type Assignment,
  type CoordinatorMessage,
  type WorkerMessage,
} from "@lockstep/protocol";
import { constantResult, resultSizes, type ResultSizes } from "./constant-result.js";

export interface LightWorkerOptions {
  /** host:port */
  readonly coordinator: string;
  readonly workerId: string;
  /** Memory for what is sent. */
  readonly frameMemory: FrameMemory;
  /** The coordinator took it in. */
  readonly joined: () => void;
  /** A heartbeat came back after so many milliseconds. */
  readonly roundTrip: (durationMs: number) => void;
  /** It is no member any more, though it did not ask for that. */
  readonly lost: (reason: string) => void;
}

/** A worker that speaks the protocol and computes nothing: every assignment is answered at once, with constant sums. */
export class LightWorker {
  readonly #client: Client;
  readonly #framed: FramedStream<WorkerMessage, CoordinatorMessage>;
  readonly #held = new Map<string, Assignment>();
  readonly #beats = new Map<number, number>();
  #sizes: ResultSizes | undefined;
  #version = -1;
  #sequence = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: LightWorkerOptions) {
    const { work } = clusterService;
    this.#client = new Client(options.coordinator, credentials.createInsecure(), clientOptions);
    const call = this.#client.makeBidiStreamRequest(
      work.path,
      work.requestSerialize,
      work.responseDeserialize,
    );
    this.#framed = new FramedStream(call, workerMessageCodec, coordinatorMessageCodec, {
      maxTensorBytes: messageLimits.tensorBytes,
      frameMemory: options.frameMemory,
    });
    this.#framed.listen({
      message: (message) => this.#hear(message),
      alive: () => undefined,
      violation: (error) => options.lost(String(error)),
    });
    call.on("error", (error: Error) => options.lost(error.message));
    call.on("end", () => options.lost("the coordinator closed the connection"));
    this.#framed.send({
      ...{ type: "hello", protocolVersion, workerId: options.workerId, incarnation: randomUUID(), slots: 1 },
      ...{ backend: "light", backendVersion: "0", fingerprint: "light", creditBytes: 2 ** 28 },
    });
  }

  #hear(message: CoordinatorMessage): void {
    switch (message.type) {
      case "welcome":
        this.#beatEvery(message.heartbeatIntervalMs);
        return this.options.joined();
      case "run-begin":
        this.#beatEvery(message.heartbeatIntervalMs);
        this.#held.clear();
        this.#version = -1;
        this.#sizes = resultSizes(message);
        return;
      case "parameters":
        this.#version = message.version;
        for (const assignment of [...this.#held.values()]) this.#answer(assignment);
        return;
      case "assignment":
        this.#held.set(keyOf(message), message);
        return this.#answer(message);
      case "revoke":
        this.#held.delete(`${message.round}/${message.first}`);
        return;
      case "heartbeat":
        return this.#hearBeat(message.sequence);
      case "run-end":
        return this.#held.clear();
      case "refusal":
      case "drain":
        return this.options.lost(message.reason);
    }
  }

  #answer(assignment: Assignment): void {
    if (!this.#sizes || assignment.parametersVersion !== this.#version) return;
    this.#held.delete(keyOf(assignment));
    this.#framed.send(constantResult(this.#sizes, assignment));
  }

  /** Sends a heartbeat now, beside those that it must send. */
  beat(): void {
    this.#beats.set(++this.#sequence, performance.now());
    this.#framed.send({ type: "heartbeat", sequence: this.#sequence });
  }

  #beatEvery(intervalMs: number): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.beat(), intervalMs);
  }

  #hearBeat(sequence: number): void {
    const sentAt = this.#beats.get(sequence);
    this.#beats.delete(sequence);
    if (sentAt !== undefined) this.options.roundTrip(performance.now() - sentAt);
  }
}

function keyOf({ round, first }: Assignment): string {
  return `${round}/${first}`;
}
