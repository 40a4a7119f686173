import { Client, credentials } from "@grpc/grpc-js";
import {
  clientOptions,
  clusterService,
  coordinatorMessageCodec,
  FramedStream,
  protocolVersion,
  tokenMetadata,
  workerMessageCodec,
  type Assignment,
  type CoordinatorMessage,
  type Hello,
  type Result,
  type WorkerMessage,
} from "@lockstep/protocol";

/** A worker's side of the stream, by hand: what it says and when is the test's. */
export class RawWorker {
  readonly received: CoordinatorMessage[] = [];
  /** The stream is over, with gRPC's error if there was one. */
  readonly over: Promise<Error | undefined>;
  readonly #client: Client;
  readonly #call;
  readonly #framed: FramedStream<WorkerMessage, CoordinatorMessage>;
  readonly #listeners = new Set<() => void>();

  constructor(address: string, token?: string) {
    const { work } = clusterService;
    this.#client = new Client(address, credentials.createInsecure(), clientOptions);
    this.#call = this.#client.makeBidiStreamRequest(
      work.path,
      work.requestSerialize,
      work.responseDeserialize,
      tokenMetadata(token),
    );
    this.#framed = new FramedStream(this.#call, workerMessageCodec, coordinatorMessageCodec, {
      maxTensorBytes: 1e8,
    });
    this.over = new Promise((resolve) => {
      this.#call.on("error", (error: Error) => resolve(error));
      this.#call.on("end", () => resolve(undefined));
    });
    this.#framed.listen({
      message: (message) => {
        this.received.push(message);
        for (const listener of this.#listeners) listener();
      },
      alive: () => undefined,
      violation: (error) => this.#call.destroy(error as Error),
    });
  }

  say(message: WorkerMessage): void {
    this.#framed.send(message);
  }

  hello(change: Partial<Hello> = {}): void {
    this.say({
      type: "hello",
      protocolVersion,
      workerId: "raw",
      incarnation: "1",
      slots: 1,
      backend: "test",
      backendVersion: "1",
      fingerprint: "test",
      creditBytes: 1e9,
      ...change,
    });
  }

  /** Sends bytes that no codec made. */
  sayBytes(bytes: Uint8Array): void {
    this.#call.write(bytes);
  }

  /** The message that satisfies the test, received already or to come. */
  async next<Type extends CoordinatorMessage["type"]>(
    type: Type,
    fits: (message: Extract<CoordinatorMessage, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<CoordinatorMessage, { type: Type }>> {
    for (;;) {
      const found = this.received.find(
        (message): message is Extract<CoordinatorMessage, { type: Type }> =>
          message.type === type && fits(message as Extract<CoordinatorMessage, { type: Type }>),
      );
      if (found) return found;
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  close(): void {
    this.#call.cancel();
    this.#client.close();
  }
}

/** A result of the right lengths for a job without metrics: gradient all of one value. */
export function resultFor(
  assignment: Assignment,
  parameterCount: number,
  change: Partial<Result> = {},
): Result {
  const { runId, round, first, rows, purpose } = assignment;
  const { statistics, ...others } = change;
  const total = rows.reduce((sum, count) => sum + count, 0);
  return {
    type: "result",
    runId,
    round,
    first,
    count: rows.length,
    gradient: new Float32Array(purpose === "gradient" ? parameterCount : 0).fill(total),
    statistics:
      purpose === "predict"
        ? new Float64Array()
        : Float64Array.of(...(statistics ?? [total * 0.7, total, total]), ...flowFor(assignment)),
    predictions: new Float32Array(),
    states: new Float32Array(),
    computeMs: 1,
    ...others,
  };
}

/** Of one recurrent layer. */
function flowFor({ gradientFlow, timeRange, timeSteps }: Assignment): number[] {
  const steps = timeRange ? timeRange.end - timeRange.begin : timeSteps;
  return Array.from({ length: gradientFlow ? steps : 0 }, (_, step) => (step + 1) ** 2);
}
