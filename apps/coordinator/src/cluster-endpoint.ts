import { status } from "@grpc/grpc-js";
import {
  carriesToken,
  FrameMemory,
  maxFrameBytes,
  protocolVersion,
  TensorMemory,
  type ClusterImplementation,
  type Hello,
  type RefusalCode,
  type WorkerMessage,
} from "@lockstep/protocol";
import type { Logger } from "@lockstep/logging";
import { frame, WorkerSession, type WorkerStream } from "./worker-session.js";

/** Heartbeats of a worker that is in no run. */
const idleHeartbeatIntervalMs = 1000;

/** A worker that connects must say hello within this time. */
const helloDeadlineMs = 10_000;

/** Before a run says how large its tensors are. */
const initialTensorBytes = 1024 * 1024;

/** Streams at once, greeted or not. */
const maxStreams = 2048;

/** What a worker says once it was greeted. */
export type MemberMessage = Exclude<WorkerMessage, Hello>;

/** What is told about workers. Every session that joined leaves exactly once. */
export interface SessionListener {
  joined(session: WorkerSession): void;
  message(session: WorkerSession, message: MemberMessage): void;
  /** Something came from it, if only a piece of a tensor. */
  alive(session: WorkerSession): void;
  left(session: WorkerSession, reason: string): void;
}

export interface ClusterEndpointOptions {
  readonly token: string | undefined;
  readonly logger: Logger;
  readonly listener: SessionListener;
}

/** The workers' side of the coordinator: greets them, keeps one session for each, hands on what they say. */
export class ClusterEndpoint implements ClusterImplementation {
  /** Of tensors that workers send: who has done with one may give it back. */
  readonly tensorMemory = new TensorMemory();
  readonly #frameMemory = new FrameMemory();
  readonly #sessions = new Map<string, WorkerSession>();
  #streams = 0;
  #incarnations = 0;

  constructor(private readonly options: ClusterEndpointOptions) {}

  get sessions(): readonly WorkerSession[] {
    return [...this.#sessions.values()];
  }

  session(workerId: string): WorkerSession | undefined {
    return this.#sessions.get(workerId);
  }

  readonly work = (stream: WorkerStream): void => {
    // An error of the stream is followed by its end, which is what counts.
    stream.on("error", (error) => this.options.logger.debug({ error }, "a worker's stream failed"));
    if (!carriesToken(stream.metadata, this.options.token)) {
      stream.emit("error", { code: status.UNAUTHENTICATED, details: "token: missing or wrong" });
    } else if (this.#streams >= maxStreams) {
      stream.emit("error", {
        code: status.RESOURCE_EXHAUSTED,
        details: `${maxStreams} workers are connected, which is the limit`,
      });
    } else {
      this.#streams++;
      stream.once("close", () => this.#streams--);
      this.#greet(stream);
    }
  };

  #greet(stream: WorkerStream): void {
    const { tensorMemory } = this;
    const frameMemory = this.#frameMemory;
    const framed = frame(stream, { maxTensorBytes: initialTensorBytes, tensorMemory, frameMemory });
    let session: WorkerSession | undefined;
    const turnAway = (reason: string): void => {
      clearTimeout(deadline);
      framed.send({ type: "refusal", code: "INVALID_MESSAGE", reason });
      framed.end();
    };
    const deadline = setTimeout(() => turnAway("hello: none came in time"), helloDeadlineMs);
    const end = (reason: string): void => {
      clearTimeout(deadline);
      if (session) this.#end(session, reason);
      framed.end();
    };
    framed.listen({
      message: (message) => {
        if (session) return this.#hear(session, message);
        if (message.type !== "hello")
          return turnAway(`hello: expected as the first message, got ${message.type}`);
        clearTimeout(deadline);
        session = this.#welcome(
          message,
          new WorkerSession(message, ++this.#incarnations, framed, stream.getPeer()),
        );
      },
      alive: () => {
        if (!session || !this.#isCurrent(session)) return;
        session.heardAt = performance.now();
        this.options.listener.alive(session);
      },
      violation: (error) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.options.logger.warn({ worker: session?.workerId }, `a worker broke the protocol: ${reason}`);
        if (session) this.refuse(session, "INVALID_MESSAGE", reason);
        else turnAway(reason);
      },
    });
    stream.on("end", () => end("disconnected"));
    stream.on("cancelled", () => end("connection lost"));
    stream.on("close", () => end("connection lost"));
  }

  #welcome(hello: Hello, session: WorkerSession): WorkerSession {
    if (hello.protocolVersion !== protocolVersion) {
      const reason = `hello.protocol_version: expected ${protocolVersion}, got ${hello.protocolVersion}; worker and coordinator must be of one version of lockstep`;
      this.options.logger.warn({ worker: hello.workerId }, reason);
      session.refuse("PROTOCOL_VERSION", reason);
      return session;
    }
    this.#replace(hello);
    this.#sessions.set(hello.workerId, session);
    session.send({
      type: "welcome",
      protocolVersion,
      heartbeatIntervalMs: idleHeartbeatIntervalMs,
      maxFrameBytes,
    });
    this.options.listener.joined(session);
    return session;
  }

  /** The newer of two with one id stays: the older may be half-open, or a process that was replaced. */
  #replace({ workerId, incarnation }: Hello): void {
    const older = this.#sessions.get(workerId);
    if (!older) return;
    if (older.hello.incarnation === incarnation) older.end();
    else older.refuse("DUPLICATE_WORKER", `hello.worker_id: another process joined as ${workerId}`);
    this.#end(older, "replaced by a newer connection");
  }

  #hear(session: WorkerSession, message: WorkerMessage): void {
    if (!this.#isCurrent(session)) return;
    if (message.type === "hello")
      return this.refuse(session, "INVALID_MESSAGE", "hello: expected once, got it again");
    session.heardAt = performance.now();
    if (message.type === "heartbeat") {
      const { type, sequence, ...condition } = message;
      session.condition = condition;
      this.send(session, { type, sequence });
    }
    if (message.type === "credit") session.creditBytes = message.bytes;
    this.options.listener.message(session, message);
  }

  #isCurrent(session: WorkerSession): boolean {
    return this.#sessions.get(session.workerId) === session;
  }

  #end(session: WorkerSession, reason: string): void {
    if (!this.#isCurrent(session)) return;
    this.#sessions.delete(session.workerId);
    this.options.listener.left(session, reason);
  }

  /** Sends to a worker. One that does not read what was sent before is given up, so that nothing piles up. */
  send(session: WorkerSession, message: Parameters<WorkerSession["send"]>[0]): void {
    session.send(message);
    if (!session.isTooSlow) return;
    session.end();
    this.#end(session, "it does not read what it is sent");
  }

  /** Sends a session away; it leaves with that reason. */
  refuse(session: WorkerSession, code: RefusalCode, reason: string): void {
    session.refuse(code, reason);
    this.#end(session, `refused: ${reason}`);
  }

  /** Lets a session go that asked to. */
  dismiss(session: WorkerSession): void {
    session.send({ type: "drain", reason: "all that was held is done" });
    session.end();
    this.#end(session, "drained");
  }
}
