import { Client, credentials, type ClientReadableStream, type MethodDefinition } from "@grpc/grpc-js";
import { clientOptions, tokenMetadata } from "@lockstep/protocol";
import { ClientError, clientError } from "./client-error.js";

/** Calls of the Control service over one connection, with every failure a ClientError. */
export class ControlChannel {
  readonly #client: Client;

  constructor(
    readonly address: string,
    private readonly token: string | undefined,
    private readonly deadlineMs: number,
  ) {
    this.#client = new Client(address, credentials.createInsecure(), clientOptions);
  }

  /** A question and its answer, within the deadline. */
  ask<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    deadlineMs = this.deadlineMs,
  ): Promise<Response> {
    const { path, requestSerialize, responseDeserialize } = method;
    const options = { deadline: Date.now() + deadlineMs };
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        tokenMetadata(this.token),
        options,
        (error, response) => {
          if (error) reject(clientError(this.address, error));
          else if (response === undefined)
            reject(new ClientError("protocol", `coordinator ${this.address}: no answer`));
          else resolve(response);
        },
      );
    });
  }

  /** A question and its stream of answers; leaving the loop, or the signal, ends the call. */
  async *stream<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    signal?: AbortSignal,
  ): AsyncGenerator<Response, void, void> {
    if (signal?.aborted) throw cancelled(signal);
    const call = this.#open(method, request);
    const cancel = (): void => call.cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      yield* call as AsyncIterable<Response>;
    } catch (error) {
      throw signal?.aborted ? cancelled(signal) : clientError(this.address, error);
    } finally {
      signal?.removeEventListener("abort", cancel);
      call.cancel();
    }
  }

  close(): void {
    this.#client.close();
  }

  #open<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): ClientReadableStream<Response> {
    const { path, requestSerialize, responseDeserialize } = method;
    const metadata = tokenMetadata(this.token);
    return this.#client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
    );
  }
}

function cancelled(signal: AbortSignal): ClientError {
  return new ClientError("cancelled", "the call was cancelled", { cause: signal.reason });
}
