import type { DataSource, Job } from "@lockstep/job";
import {
  controlService,
  RunKind,
  type RunSummary as WireSummary,
  type SubmitRequest,
} from "@lockstep/protocol";
import type { RunEvent } from "@lockstep/telemetry";
import { ClientError, clientError } from "./client-error.js";
import { ControlChannel } from "./control-channel.js";
import { collectPredictions, type Predictions } from "./predictions.js";
import { parseEvent } from "./run-events.js";

export interface ConnectOptions {
  /** What the coordinator wants to be shown. */
  readonly token?: string;
  /** For every other call that is answered once. Default 30 s. */
  readonly deadlineMs?: number;
  /** For submit: the coordinator reads the data and draws the first parameters before it answers. Default 10 min. */
  readonly submitDeadlineMs?: number;
}

/** What is to be run. */
export type Submission =
  | { readonly kind: "train"; readonly job: Job; readonly minWorkers?: number }
  | {
      readonly kind: "evaluate" | "predict";
      /** A run's id, or the path of a saved model on the coordinator's machine. */
      readonly model: string;
      /**
       * A source, or the path of a file, which is read as the model's training data were where it is of their kind.
       * Default: the test data of the model's job.
       */
      readonly data?: DataSource | string;
      readonly minWorkers?: number;
    };

export interface RunSummary {
  readonly runId: string;
  readonly name: string;
  readonly state: string;
  readonly step: number;
  readonly totalSteps: number;
}

export interface WatchOptions {
  /** Sequence number of the last event seen. Default: all events of the run. */
  readonly after?: number;
  readonly signal?: AbortSignal;
}

/** A coordinator, as its clients see it. Every method throws ClientError only. */
export interface Client {
  readonly address: string;
  /** The id of the new run. */
  submit(submission: Submission): Promise<string>;
  runs(): Promise<readonly RunSummary[]>;
  /** Events of a run from its start, then live ones; ends after the run's last. */
  watch(runId: string, options?: WatchOptions): AsyncIterable<RunEvent>;
  /** Finishes the current step, saves what was trained, ends the run. */
  stop(runId: string): Promise<void>;
  /** Of a finished `predict` run. */
  predictions(runId: string): Promise<Predictions>;
  close(): void;
}

/** A client of the coordinator at `host:port`; the connection is made by the first call. */
export function connect(address: string, options: ConnectOptions = {}): Client {
  const channel = new ControlChannel(address, options.token, options.deadlineMs ?? 30_000);
  return new ControlClient(channel, options.submitDeadlineMs ?? 600_000);
}

class ControlClient implements Client {
  constructor(
    private readonly channel: ControlChannel,
    private readonly submitDeadlineMs: number,
  ) {}

  get address(): string {
    return this.channel.address;
  }

  async submit(submission: Submission): Promise<string> {
    const { runId } = await this.channel.ask(
      controlService.submit,
      submitRequest(submission),
      this.submitDeadlineMs,
    );
    if (!runId) throw new ClientError("protocol", `coordinator ${this.address}: expected a run id, got none`);
    return runId;
  }

  async runs(): Promise<readonly RunSummary[]> {
    const { runs } = await this.channel.ask(controlService.listRuns, {});
    return (runs ?? []).map(summary);
  }

  async *watch(
    runId: string,
    { after = 0, signal }: WatchOptions = {},
  ): AsyncGenerator<RunEvent, void, void> {
    for await (const event of this.channel.stream(controlService.watch, { runId, after }, signal)) {
      yield parseEvent(event);
    }
  }

  async stop(runId: string): Promise<void> {
    await this.channel.ask(controlService.stop, { runId });
  }

  async predictions(runId: string): Promise<Predictions> {
    try {
      return await collectPredictions(this.channel.stream(controlService.predictions, { runId }));
    } catch (error) {
      throw clientError(this.address, error);
    }
  }

  close(): void {
    this.channel.close();
  }
}

function submitRequest(submission: Submission): SubmitRequest {
  const minWorkers = submission.minWorkers ?? 0;
  switch (submission.kind) {
    case "train":
      return { kind: RunKind.RUN_KIND_TRAIN, jobJson: JSON.stringify(submission.job), minWorkers };
    case "evaluate":
    case "predict": {
      const kind = submission.kind === "evaluate" ? RunKind.RUN_KIND_EVALUATE : RunKind.RUN_KIND_PREDICT;
      const dataJson = submission.data === undefined ? "" : JSON.stringify(submission.data);
      return { kind, model: submission.model, dataJson, minWorkers };
    }
  }
}

function summary({ runId, name, state, step, totalSteps }: WireSummary): RunSummary {
  return {
    runId: runId ?? "",
    name: name ?? "",
    state: state ?? "",
    step: step ?? 0,
    totalSteps: totalSteps ?? 0,
  };
}
