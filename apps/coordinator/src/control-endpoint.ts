import {
  status,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
  type ServiceError,
} from "@grpc/grpc-js";
import {
  carriesToken,
  RunKind,
  TensorSplitter,
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
  type WireFrame,
} from "@lockstep/protocol";
import type { Logger } from "@lockstep/logging";
import type { EventLog } from "@lockstep/telemetry";
import { CoordinatorError } from "./coordinator-error.js";
import { streamEvents } from "./event-stream.js";
import { prepareRun, type PreparationOptions, type RunRequest } from "./run-preparation.js";
import type { RunQueue } from "./run-queue.js";

export interface ControlEndpointOptions extends PreparationOptions {
  readonly token: string | undefined;
  readonly events: EventLog;
  readonly logger: Logger;
  readonly queue: RunQueue;
}

/** The clients' side of the coordinator. */
export class ControlEndpoint {
  constructor(private readonly options: ControlEndpointOptions) {}

  readonly submit: handleUnaryCall<SubmitRequest, SubmitResponse> = (call, respond) => {
    this.#answer(call.metadata, respond, async () => {
      const run = await prepareRun(requestOf(call.request), this.options);
      await this.options.queue.submit(run);
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
      const { firstEvent } = this.options.queue.record(runId ?? "");
      streamEvents(call, this.options.events, runId ?? "", Math.max(after ?? 0, firstEvent - 1));
    } catch (error) {
      call.emit("error", serviceError(error));
    }
  };

  readonly predictions: handleServerStreamingCall<PredictionsRequest, PredictionsResponse> = (call) => {
    try {
      this.#authorise(call.metadata);
      for (const piece of this.#predictionPieces(call.request.runId ?? "")) call.write(piece);
      call.end();
    } catch (error) {
      call.emit("error", serviceError(error));
    }
  };

  #predictionPieces(runId: string): PredictionsResponse[] {
    const { run, result } = this.options.queue.record(runId);
    if (!result?.predictions) throw new CoordinatorError("NOT_FOUND", `run: ${runId} has no predictions`);
    const frames: WireFrame[] = [];
    const inline = new TensorSplitter().wrap(result.predictions, frames);
    if (frames.length === 0)
      frames.push({
        transfer: 1,
        offset: 0,
        totalBytes: inline.totalBytes ?? 0,
        data: inline.data ?? new Uint8Array(),
      });
    const shape = [run.definition.shape.sequences.test, ...run.plan.outputShape];
    return frames.map((frame, index) => (index === 0 ? { shape, frame } : { frame }));
  }

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
        this.options.logger.debug({ error }, "a request was refused");
        respond(serviceError(error));
      },
    );
  }
}

class UnauthenticatedError extends Error {}

function requestOf(request: SubmitRequest): RunRequest {
  const minWorkers = request.minWorkers ? { minWorkers: request.minWorkers } : {};
  switch (request.kind) {
    case RunKind.RUN_KIND_TRAIN:
      return { kind: "train", job: json("job_json", request.jobJson), ...minWorkers };
    case RunKind.RUN_KIND_EVALUATE:
    case RunKind.RUN_KIND_PREDICT: {
      const kind = request.kind === RunKind.RUN_KIND_EVALUATE ? "evaluate" : "predict";
      const data = request.dataJson ? { data: json("data_json", request.dataJson) } : {};
      return { kind, model: request.model ?? "", ...data, ...minWorkers };
    }
    default:
      throw new CoordinatorError(
        "INVALID_REQUEST",
        `kind: expected TRAIN, EVALUATE or PREDICT, got ${request.kind ?? 0}`,
      );
  }
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

/** Errors that are the asker's doing: they carry a code of their own and a text that names the field. */
const askersErrors: ReadonlySet<string> = new Set([
  "JobError",
  "DataError",
  "ModelError",
  "ObjectiveError",
  "CheckpointError",
]);

function serviceError(error: unknown): Partial<ServiceError> {
  const details = error instanceof Error ? error.message : String(error);
  if (error instanceof UnauthenticatedError) return { code: status.UNAUTHENTICATED, details };
  if (error instanceof CoordinatorError) {
    const codes = {
      INVALID_REQUEST: status.INVALID_ARGUMENT,
      NOT_FOUND: status.NOT_FOUND,
      LISTEN_FAILED: status.INTERNAL,
      CLOSING: status.UNAVAILABLE,
    };
    return { code: codes[error.code], details };
  }
  if (error instanceof Error && askersErrors.has(error.name))
    return { code: status.INVALID_ARGUMENT, details };
  return { code: status.INTERNAL, details };
}
