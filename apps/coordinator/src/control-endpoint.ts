import { pipeline, Readable, type Writable } from "node:stream";
import {
  status,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
  type ServiceError,
} from "@grpc/grpc-js";
import {
  carriesToken,
  maxFrameBytes,
  RunKind,
  type ListRunsRequest,
  type ListRunsResponse,
  type PredictionsRequest,
  type PredictionsResponse,
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
import type { RunPreparer } from "./preparation/run-preparer.js";
import type { RunQueue } from "./run-queue.js";

export interface ControlEndpointOptions {
  readonly token: string | undefined;
  readonly events: EventLog;
  readonly logger: Logger;
  readonly preparer: RunPreparer;
  readonly queue: RunQueue;
}

/** The clients' side of the coordinator. */
export class ControlEndpoint {
  constructor(private readonly options: ControlEndpointOptions) {}

  readonly submit: handleUnaryCall<SubmitRequest, SubmitResponse> = (call, respond) => {
    const givenUp = new AbortController();
    call.on("cancelled", () => givenUp.abort());
    this.#answer(call.metadata, respond, async () => {
      const { preparer, queue } = this.options;
      const run = await preparer.prepare(requestOf(call.request), givenUp.signal);
      await queue.submit(run);
      return { runId: run.runId };
    });
  };

  readonly listRuns: handleUnaryCall<ListRunsRequest, ListRunsResponse> = (call, respond) => {
    this.#answer(call.metadata, respond, () => {
      const { runs } = this.options.events.snapshot;
      return {
        runs: runs.map(({ runId, name, state, step, totalSteps }) => ({
          runId,
          name,
          state,
          step,
          totalSteps,
        })),
      };
    });
  };

  readonly stop: handleUnaryCall<StopRequest, StopResponse> = (call, respond) => {
    this.#answer(call.metadata, respond, () => {
      this.options.queue.stop(call.request.runId ?? "", "a client asked to stop");
      return {};
    });
  };

  readonly watch: handleServerStreamingCall<WatchRequest, WatchEvent> = (call) => {
    const { runId, after } = call.request;
    try {
      this.#authorise(call.metadata);
      streamEvents(call, this.options.events, this.options.queue.record(runId ?? ""), after ?? 0);
    } catch (error) {
      call.emit("error", serviceError(error));
    }
  };

  readonly predictions: handleServerStreamingCall<PredictionsRequest, PredictionsResponse> = (call) => {
    try {
      this.#authorise(call.metadata);
      const runId = call.request.runId ?? "";
      const { predictions } = this.options.queue.record(runId);
      if (!predictions)
        throw new CoordinatorError(
          "NOT_FOUND",
          `run: ${runId} has no predictions, or none that are still kept`,
        );
      // The pipe waits for a client that reads slowly, and stops for one that is gone.
      pipeline(Readable.from(predictionPieces(predictions)), call as unknown as Writable, (error) => {
        if (error) this.options.logger.debug({ error }, "a client went away while it read predictions");
      });
    } catch (error) {
      call.emit("error", serviceError(error));
    }
  };

  #authorise(metadata: Metadata): void {
    if (!carriesToken(metadata, this.options.token))
      throw new UnauthenticatedError("token: missing or wrong");
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
      (error: unknown) => {
        const isTheirs = error instanceof CoordinatorError || error instanceof UnauthenticatedError;
        if (!isTheirs) this.options.logger.error({ error }, "a request failed by a fault of the coordinator");
        respond(serviceError(error));
      },
    );
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

/** As the job file has it. */
const mostWorkers = 10_000;

function requestOf(request: SubmitRequest): RunRequest {
  const least = request.minWorkers ?? 0;
  if (least > mostWorkers) {
    throw new CoordinatorError(
      "INVALID_REQUEST",
      `min_workers: expected at most ${mostWorkers}, got ${least}`,
    );
  }
  const minWorkers = least > 0 ? { minWorkers: least } : {};
  switch (request.kind) {
    case RunKind.RUN_KIND_TRAIN:
      return { kind: "train", job: json("job_json", request.jobJson), ...minWorkers };
    case RunKind.RUN_KIND_EVALUATE:
    case RunKind.RUN_KIND_PREDICT: {
      const kind = request.kind === RunKind.RUN_KIND_EVALUATE ? "evaluate" : "predict";
      const data = request.dataJson ? { data: json("data_json", request.dataJson) } : {};
      return { kind, model: modelOf(request), ...data, ...minWorkers };
    }
    default:
      throw new CoordinatorError(
        "INVALID_REQUEST",
        `kind: expected TRAIN, EVALUATE or PREDICT, got ${request.kind ?? 0}`,
      );
  }
}

function modelOf({ model }: SubmitRequest): string {
  const length = model?.length ?? 0;
  if (length >= 1 && length <= 4096) return model ?? "";
  throw new CoordinatorError("INVALID_REQUEST", `model: expected 1 to 4096 characters, got ${length}`);
}

function json(field: string, text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch (cause) {
    throw new CoordinatorError(
      "INVALID_REQUEST",
      `${field}: expected JSON, got ${JSON.stringify((text ?? "").slice(0, 40))}`,
      { cause },
    );
  }
}

const statusOf: Readonly<Record<CoordinatorErrorCode, status>> = {
  INVALID_REQUEST: status.INVALID_ARGUMENT,
  NOT_FOUND: status.NOT_FOUND,
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
  return { code: status.INTERNAL, details };
}
