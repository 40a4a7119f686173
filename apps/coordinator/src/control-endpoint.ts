import { pipeline, Readable, type Writable } from "node:stream";
import {
  status,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
  type ServerWritableStream,
  type ServiceError,
} from "@grpc/grpc-js";
import {
  carriesToken,
  checkedRequest,
  maxFrameBytes,
  ProtocolError,
  type CheckedSubmission,
  type CheckpointRequest,
  type CheckpointResponse,
  type DrainRequest,
  type DrainResponse,
  type ListRunsRequest,
  type ListRunsResponse,
  type OverviewRequest,
  type OverviewResponse,
  type PauseRequest,
  type PauseResponse,
  type PredictionsRequest,
  type PredictionsResponse,
  type ResumeRequest,
  type ResumeResponse,
  type StopRequest,
  type StopResponse,
  type SubmitRequest,
  type SubmitResponse,
  type WatchEvent,
  type WatchRequest,
} from "@lockstep/protocol";
import type { Logger } from "@lockstep/logging";
import type { EventLog } from "@lockstep/telemetry";
import { CoordinatorError, type CoordinatorErrorCode } from "./coordinator-error.js";
import type { Predictions } from "./prepared-run.js";
import { streamEvents } from "./event-stream.js";
import type { RunRequest } from "./preparation/read-request.js";
import type { RunControl } from "./run-control.js";

export interface ControlEndpointOptions {
  readonly token: string | undefined;
  readonly events: EventLog;
  readonly logger: Logger;
  readonly runs: RunControl;
  /** Lets a worker finish what it holds and go. @throws CoordinatorError NOT_FOUND */
  readonly drainWorker: (workerId: string) => void;
}

/** The clients' side of the coordinator. */
export class ControlEndpoint {
  constructor(private readonly options: ControlEndpointOptions) {}

  readonly submit: handleUnaryCall<SubmitRequest, SubmitResponse> = (call, respond) => {
    const givenUp = new AbortController();
    call.on("cancelled", () => givenUp.abort());
    this.#answer(call.metadata, respond, async () => {
      const request = requestOf(checkedRequest.submit(call.request));
      return { runId: await this.options.runs.submit(request, givenUp.signal) };
    });
  };

  readonly listRuns: handleUnaryCall<ListRunsRequest, ListRunsResponse> = (call, respond) => {
    this.#answer(call.metadata, respond, async () => ({ runs: await this.options.runs.list() }));
  };

  readonly stop: handleUnaryCall<StopRequest, StopResponse> = (call, respond) => {
    this.#answer(call.metadata, respond, async () => {
      const { runId, reason } = checkedRequest.stop(call.request);
      await this.options.runs.stop(runId, reason);
      return {};
    });
  };

  readonly pause: handleUnaryCall<PauseRequest, PauseResponse> = (call, respond) => {
    this.#answer(call.metadata, respond, async () => {
      const { runId, reason } = checkedRequest.pause(call.request);
      await this.options.runs.pause(runId, reason);
      return {};
    });
  };

  readonly resume: handleUnaryCall<ResumeRequest, ResumeResponse> = (call, respond) => {
    this.#answer(call.metadata, respond, async () => {
      await this.options.runs.resume(checkedRequest.resume(call.request).runId);
      return {};
    });
  };

  readonly checkpoint: handleUnaryCall<CheckpointRequest, CheckpointResponse> = (call, respond) => {
    const givenUp = new AbortController();
    call.on("cancelled", () => givenUp.abort());
    this.#answer(call.metadata, respond, () =>
      this.options.runs.checkpoint(checkedRequest.checkpoint(call.request).runId, givenUp.signal),
    );
  };

  readonly drain: handleUnaryCall<DrainRequest, DrainResponse> = (call, respond) => {
    this.#answer(call.metadata, respond, () => {
      this.options.drainWorker(checkedRequest.drain(call.request).workerId);
      return {};
    });
  };

  readonly watch: handleServerStreamingCall<WatchRequest, WatchEvent> = (call) => {
    this.#begin(call, async () => {
      const { runId, after } = checkedRequest.watch(call.request);
      const { events, runs } = this.options;
      await runs.known(runId);
      streamEvents(call, events, { runId, isOver: () => runs.isOver(runId), over: runs.over(runId) }, after);
    });
  };

  readonly overview: handleUnaryCall<OverviewRequest, OverviewResponse> = (call, respond) => {
    this.#answer(call.metadata, respond, async () => {
      const { runId } = checkedRequest.overview(call.request);
      return { json: JSON.stringify(await this.options.runs.overview(runId)) };
    });
  };

  readonly predictions: handleServerStreamingCall<PredictionsRequest, PredictionsResponse> = (call) => {
    this.#begin(call, async () => {
      const { runId } = checkedRequest.predictions(call.request);
      const predictions = await this.options.runs.predictions(runId);
      // The pipe waits for a client that reads slowly, and stops for one that is gone.
      pipeline(Readable.from(predictionPieces(predictions)), call as unknown as Writable, (error) => {
        if (error) this.options.logger.debug({ error }, "a client went away while it read predictions");
      });
    });
  };

  #authorise(metadata: Metadata): void {
    if (!carriesToken(metadata, this.options.token))
      throw new UnauthenticatedError("token: missing or wrong");
  }

  #begin(call: ServerWritableStream<unknown, unknown>, work: () => Promise<void>): void {
    const begin = async (): Promise<void> => {
      this.#authorise(call.metadata);
      await work();
    };
    begin().catch((error: unknown) => call.emit("error", this.#errorOf(error)));
  }

  #answer<Response>(
    metadata: Metadata,
    respond: (error: Partial<ServiceError> | null, response?: Response) => void,
    work: () => Response | Promise<Response>,
  ): void {
    const answer = async (): Promise<Response> => {
      this.#authorise(metadata);
      return work();
    };
    answer().then(
      (response) => respond(null, response),
      (error: unknown) => respond(this.#errorOf(error)),
    );
  }

  #errorOf(error: unknown): Partial<ServiceError> {
    const isTheirs = [CoordinatorError, ProtocolError, UnauthenticatedError].some(
      (type) => error instanceof type,
    );
    if (!isTheirs) this.options.logger.error({ error }, "a request failed by a fault of the coordinator");
    return serviceError(error);
  }
}

/** Labels in a piece: all together may be more than a message holds. */
const labelsInPiece = 1000;

/** The shape with the first labels, the other labels, then the values in pieces of the size of a frame. */
function* predictionPieces({ shape, values, classLabels = [] }: Predictions): Generator<PredictionsResponse> {
  yield { shape: [...shape], classLabels: classLabels.slice(0, labelsInPiece) };
  for (let first = labelsInPiece; first < classLabels.length; first += labelsInPiece) {
    yield { classLabels: classLabels.slice(first, first + labelsInPiece) };
  }
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let offset = 0; offset < bytes.length; offset += maxFrameBytes) {
    const data = bytes.subarray(offset, offset + maxFrameBytes);
    yield { frame: { transfer: 1, offset, totalBytes: bytes.length, data } };
  }
}

class UnauthenticatedError extends Error {}

function requestOf(submission: CheckedSubmission): RunRequest {
  const { kind, jobJson, model, dataJson } = submission;
  const minWorkers = submission.minWorkers > 0 ? { minWorkers: submission.minWorkers } : {};
  if (kind === "train") return { kind, job: json("job_json", jobJson), ...minWorkers };
  const data = dataJson === "" ? {} : { data: json("data_json", dataJson) };
  return { kind, model, ...data, ...minWorkers };
}

function json(field: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CoordinatorError(
      "INVALID_REQUEST",
      `${field}: expected JSON, got ${JSON.stringify(text.slice(0, 40))}`,
      { cause },
    );
  }
}

const statusOf: Readonly<Record<CoordinatorErrorCode, status>> = {
  INVALID_REQUEST: status.INVALID_ARGUMENT,
  NOT_FOUND: status.NOT_FOUND,
  WRONG_STATE: status.FAILED_PRECONDITION,
  DATA_CHANGED: status.FAILED_PRECONDITION,
  UNWRITABLE: status.RESOURCE_EXHAUSTED,
  LOCKED: status.FAILED_PRECONDITION,
  BUSY: status.RESOURCE_EXHAUSTED,
  CANCELLED: status.CANCELLED,
  LISTEN_FAILED: status.INTERNAL,
  CLOSING: status.UNAVAILABLE,
};

/** Longer texts do not fit the header that gRPC carries them in. */
const maxDetailsLength = 4000;

function serviceError(error: unknown): Partial<ServiceError> {
  const message = error instanceof Error ? error.message : String(error);
  const details = message.length > maxDetailsLength ? `${message.slice(0, maxDetailsLength)}...` : message;
  if (error instanceof UnauthenticatedError) return { code: status.UNAUTHENTICATED, details };
  if (error instanceof CoordinatorError) return { code: statusOf[error.code], details };
  if (error instanceof ProtocolError) return { code: status.INVALID_ARGUMENT, details };
  return { code: status.INTERNAL, details };
}
