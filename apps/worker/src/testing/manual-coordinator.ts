import { Server, ServerCredentials, status, type ServerDuplexStream } from "@grpc/grpc-js";
import {
  carriesToken,
  clusterService,
  coordinatorMessageCodec,
  FramedStream,
  protocolVersion,
  serverOptions,
  workerMessageCodec,
  type CoordinatorMessage,
  type WorkerMessage,
} from "@lockstep/protocol";

/** One stream of a worker, as the test plays the coordinator's part in it. */
export class ManualSession {
  readonly heard: WorkerMessage[] = [];
  /** Whether heartbeats are sent back. */
  echoes = false;
  #listeners: (() => void)[] = [];

  constructor(private readonly framed: FramedStream<CoordinatorMessage, WorkerMessage>) {
    framed.listen({
      message: (message) => {
        this.heard.push(message);
        if (this.echoes && message.type === "heartbeat") this.say(message);
        for (const listener of this.#listeners.splice(0)) listener();
      },
      alive: () => undefined,
      violation: (error) => {
        throw error;
      },
    });
  }

  say(message: CoordinatorMessage): void {
    this.framed.send(message);
  }

  welcome(heartbeatIntervalMs = 20): void {
    this.say({ type: "welcome", protocolVersion, heartbeatIntervalMs, maxFrameBytes: 262_144 });
  }

  /** The first message of that type, from the given one on, if need be one that is yet to come. */
  async message<Type extends WorkerMessage["type"]>(
    type: Type,
    from = 0,
  ): Promise<Extract<WorkerMessage, { type: Type }>> {
    for (;;) {
      const found = this.heard.slice(from).find((message) => message.type === type);
      if (found) return found as Extract<WorkerMessage, { type: Type }>;
      await new Promise<void>((resolve) => this.#listeners.push(resolve));
    }
  }
}

type WorkerStream = ServerDuplexStream<Uint8Array, Uint8Array>;

/** A coordinator that says what the test tells it to. */
export class ManualCoordinator {
  readonly #sessions: ManualSession[] = [];
  readonly #waiting: ((session: ManualSession) => void)[] = [];

  #port = 0;

  private constructor(
    private readonly server: Server,
    private readonly token: string | undefined,
  ) {}

  get port(): number {
    return this.#port;
  }

  /**
   * @param port 0: any free one
   * @param token that it wants to be shown
   */
  static async listen(port = 0, token?: string): Promise<ManualCoordinator> {
    const server = new Server(serverOptions);
    const coordinator = new ManualCoordinator(server, token);
    server.addService(clusterService, { work: (stream: WorkerStream) => coordinator.#take(stream) });
    coordinator.#port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, got) =>
        error ? reject(error) : resolve(got),
      ),
    );
    return coordinator;
  }

  /** The next worker's stream. */
  async session(): Promise<ManualSession> {
    return this.#sessions.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Ends all streams without a word, and listens no more. */
  end(): void {
    this.server.forceShutdown();
  }

  #take(stream: WorkerStream): void {
    stream.on("error", () => undefined);
    if (!carriesToken(stream.metadata, this.token)) {
      stream.emit("error", { code: status.UNAUTHENTICATED, details: "token: missing or wrong" });
      return;
    }
    const framed = new FramedStream(stream, coordinatorMessageCodec, workerMessageCodec, {
      maxTensorBytes: 1e6,
    });
    const session = new ManualSession(framed);
    const waiting = this.#waiting.shift();
    if (waiting) waiting(session);
    else this.#sessions.push(session);
  }
}
