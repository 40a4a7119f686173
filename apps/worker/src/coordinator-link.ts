import { Client, credentials, status, type ServiceError } from "@grpc/grpc-js";
import {
  clientOptions,
  clusterService,
  connectionReason,
  coordinatorMessageCodec,
  FramedStream,
  tokenMetadata,
  workerMessageCodec,
  type CoordinatorMessage,
  type Hello,
  type Refusal,
  type WorkerMessage,
} from "@lockstep/protocol";

/** How a link ended. */
export type LinkEnd =
  | { readonly kind: "lost"; readonly reason: string } // worth another try
  | { readonly kind: "refused"; readonly reason: string } // not worth one
  | { readonly kind: "drained"; readonly reason: string };

export interface LinkOptions {
  /** host:port */
  readonly coordinator: string;
  readonly token: string | undefined;
  readonly hello: Hello;
  /** Most bytes of tensors that may be under way to this worker. */
  readonly maxTensorBytes: number;
  readonly message: (message: CoordinatorMessage) => void;
  /** Something came, if only a piece of a tensor. */
  readonly alive: () => void;
  readonly ended: (end: LinkEnd) => void;
}

/** One stream to the coordinator, from hello to its end. `ended` is called once. */
export class CoordinatorLink {
  readonly #client: Client;
  readonly #call;
  readonly #framed: FramedStream<WorkerMessage, CoordinatorMessage>;
  #over = false;

  constructor(private readonly options: LinkOptions) {
    const { work } = clusterService;
    this.#client = new Client(options.coordinator, credentials.createInsecure(), clientOptions);
    this.#call = this.#client.makeBidiStreamRequest(
      work.path,
      work.requestSerialize,
      work.responseDeserialize,
      tokenMetadata(options.token),
    );
    this.#framed = new FramedStream(this.#call, workerMessageCodec, coordinatorMessageCodec, options);
    this.#framed.listen({
      message: (message) => this.#hear(message),
      alive: () => options.alive(),
      violation: (error) => this.refuse(error),
    });
    this.#call.on("error", (error: ServiceError) => this.#end(endOf(error, options.coordinator)));
    this.#call.on("end", () => this.#end({ kind: "lost", reason: "the coordinator closed the connection" }));
    this.send(options.hello);
  }

  /** @param taken called once the message's tensors are not read any more, if it comes to that */
  send(message: WorkerMessage, taken?: () => void): void {
    if (!this.#over) this.#framed.send(message, taken);
  }

  /** Ends the link for good, for what the coordinator said. */
  refuse(error: unknown): void {
    this.#end({ kind: "refused", reason: `the coordinator broke the protocol: ${textOf(error)}` });
  }

  /** Gives the link up. */
  abandon(reason: string): void {
    this.#end({ kind: "lost", reason });
  }

  #hear(message: CoordinatorMessage): void {
    if (message.type === "refusal")
      return this.#end({ kind: "refused", reason: refusalReason(message, this.options) });
    if (message.type === "drain") return this.#end({ kind: "drained", reason: message.reason });
    this.options.message(message);
  }

  #end(end: LinkEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#framed.end();
    this.#call.cancel();
    this.#client.close();
    this.options.ended(end);
  }
}

function endOf(error: ServiceError, coordinator: string): LinkEnd {
  if (error.code === status.UNAUTHENTICATED) {
    const hint = "give its token with --token-file FILE (or LOCKSTEP_TOKEN)";
    return {
      kind: "refused",
      reason: `the coordinator at ${coordinator} refused this worker: ${error.details}; ${hint}`,
    };
  }
  return { kind: "lost", reason: connectionReason(error.details || error.message) };
}

function refusalReason({ code, reason }: Refusal, { coordinator, hello }: LinkOptions): string {
  return code === "DUPLICATE_WORKER"
    ? `another process joined the coordinator at ${coordinator} as worker ${hello.workerId}, so this one ends; each worker needs a --worker-id of its own`
    : `the coordinator at ${coordinator} refused this worker: ${reason}`;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
