import { lockstep } from "../generated/lockstep.js";
import { boundedText, enumerated, identifier, text, whole } from "./fields.js";
import { messageLimits } from "./message-limits.js";
import type {
  CheckpointRequest,
  DrainRequest,
  OverviewRequest,
  PauseRequest,
  PredictionsRequest,
  ResumeRequest,
  StopRequest,
  SubmitRequest,
  WatchRequest,
} from "./control-service.js";

const wireKinds = {
  train: lockstep.v1.RunKind.RUN_KIND_TRAIN,
  evaluate: lockstep.v1.RunKind.RUN_KIND_EVALUATE,
  predict: lockstep.v1.RunKind.RUN_KIND_PREDICT,
} as const;

/** What a client asks to be run. */
export interface CheckedSubmission {
  readonly kind: keyof typeof wireKinds;
  /** Kind train. */
  readonly jobJson: string;
  /** Kinds evaluate and predict: a run's id, or a path. */
  readonly model: string;
  /** Kinds evaluate and predict; empty: the job's test data. */
  readonly dataJson: string;
  /** 0: as the job says. */
  readonly minWorkers: number;
}

/** Requests of clients with every field checked. Each throws ProtocolError with the field's name. */
export const checkedRequest = {
  submit({ kind, jobJson, model, dataJson, minWorkers }: SubmitRequest): CheckedSubmission {
    const checked = enumerated("kind", kind, wireKinds);
    const isTraining = checked === "train";
    return {
      kind: checked,
      jobJson: isTraining ? text("job_json", jobJson, messageLimits.jobCharacters) : "",
      model: isTraining ? "" : text("model", model, messageLimits.pathCharacters),
      dataJson: isTraining ? "" : boundedText("data_json", dataJson, messageLimits.jobCharacters),
      minWorkers: whole("min_workers", minWorkers, 0, messageLimits.workers),
    };
  },
  watch: ({ runId, after }: WatchRequest) => ({ runId: runIdOf(runId), after: whole("after", after, 0) }),
  overview: ({ runId }: OverviewRequest) => ({ runId: runIdOf(runId) }),
  stop: ({ runId, reason }: StopRequest) => ({
    runId: runIdOf(runId),
    reason: boundedText("reason", reason, messageLimits.partingCharacters) || "a client asked to stop",
  }),
  pause: ({ runId, reason }: PauseRequest) => ({
    runId: runIdOf(runId),
    reason: boundedText("reason", reason, messageLimits.partingCharacters) || "a client asked to pause",
  }),
  resume: ({ runId }: ResumeRequest) => ({ runId: runIdOf(runId) }),
  checkpoint: ({ runId }: CheckpointRequest) => ({ runId: runIdOf(runId) }),
  drain: ({ workerId }: DrainRequest) => ({ workerId: identifier("worker_id", workerId, 128) }),
  predictions: ({ runId }: PredictionsRequest) => ({ runId: runIdOf(runId) }),
} as const;

function runIdOf(runId: string | null | undefined): string {
  return text("run_id", runId, 256);
}
