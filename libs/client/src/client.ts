import type { DataSource, Job } from "@lockstep/job";
import { controlService, messageLimits, RunKind, type SubmitRequest } from "@lockstep/protocol";
import type { RunEvent } from "@lockstep/telemetry";
import type { RunOverview } from "@lockstep/telemetry/views";
import { ClientError, clientError } from "./client-error.js";
import { ControlChannel } from "./control-channel.js";
import { collectPredictions, type Predictions } from "./predictions.js";
import { parseEvent } from "./run-events.js";
import { parseOverview } from "./run-overview.js";
import { parseSummary, type RunSummary } from "./run-summary.js";

export interface ConnectOptions {
  /** What the coordinator wants to be shown. */
  readonly token?: string;
  /** For every other call that is answered once. Default 30 s. */
  readonly deadlineMs?: number;
  /** For submit: the coordinator reads the data and draws the first parameters before it answers. Default 10 min. */
  readonly submitDeadlineMs?: number;
  /** For checkpoint: the current step may take long, and a disk be slow. Default 10 min. */
  readonly checkpointDeadlineMs?: number;
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

/** A checkpoint that was asked for. */
export interface SavedCheckpoint {
  /** Optimizer steps taken. */
  readonly step: number;
  /** Below the run's folder. */
  readonly file: string;
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
  /** In the order of their submission. */
  runs(): Promise<readonly RunSummary[]>;
  /** Events of a run from its start, then live ones; ends after the run's last. */
  watch(runId: string, options?: WatchOptions): AsyncIterable<RunEvent>;
  /**
   * What a run's events add up to by now, for who does not read all of them.
   * @throws ClientError `unsupported` where the coordinator is of before there was that
   */
  overview(runId: string): Promise<RunOverview>;
  /** Finishes the current step, saves what was trained, ends the run, for that reason. */
  stop(runId: string, reason?: string): Promise<void>;
  /**
   * Finishes the current step, writes a checkpoint, and stands still until `resume`. A run that is paused already stays
   * so. @throws ClientError `not-ready` for a run that has ended
   */
  pause(runId: string, reason?: string): Promise<void>;
  /** Lets a paused run go on; one that is not paused goes on as it does. */
  resume(runId: string): Promise<void>;
  /** Writes a checkpoint after the current step; resolves when it is on disk. */
  checkpoint(runId: string): Promise<SavedCheckpoint>;
  /** Lets a worker finish what it holds and go. @throws ClientError `not-found` where no such worker is there */
  drain(workerId: string): Promise<void>;
  /** Of a finished `predict` run. */
  predictions(runId: string): Promise<Predictions>;
  close(): void;
}

/** A client of the coordinator at `host:port`; the connection is made by the first call. */
export function connect(address: string, options: ConnectOptions = {}): Client {
  const channel = new ControlChannel(address, options.token, options.deadlineMs ?? 30_000);
  return new ControlClient(
    channel,
    options.submitDeadlineMs ?? 600_000,
    options.checkpointDeadlineMs ?? 600_000,
  );
}

class ControlClient implements Client {
  constructor(
    private readonly channel: ControlChannel,
    private readonly submitDeadlineMs: number,
    private readonly checkpointDeadlineMs: number,
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
    try {
      return (runs ?? []).map(parseSummary);
    } catch (error) {
      throw clientError(this.address, error);
    }
  }

  async *watch(
    runId: string,
    { after = 0, signal }: WatchOptions = {},
  ): AsyncGenerator<RunEvent, void, void> {
    for await (const event of this.channel.stream(controlService.watch, { runId, after }, signal)) {
      yield parseEvent(event);
    }
  }

  async overview(runId: string): Promise<RunOverview> {
    const { json } = await this.channel.ask(controlService.overview, { runId });
    return parseOverview(json ?? "");
  }

  async stop(runId: string, reason = ""): Promise<void> {
    await this.channel.ask(controlService.stop, { runId, reason });
  }

  async pause(runId: string, reason = ""): Promise<void> {
    await this.channel.ask(controlService.pause, { runId, reason });
  }

  async resume(runId: string): Promise<void> {
    await this.channel.ask(controlService.resume, { runId });
  }

  async checkpoint(runId: string): Promise<SavedCheckpoint> {
    const { step, file } = await this.channel.ask(
      controlService.checkpoint,
      { runId },
      this.checkpointDeadlineMs,
    );
    if (!file)
      throw new ClientError(
        "protocol",
        `coordinator ${this.address}: expected a checkpoint's file, got none`,
      );
    return { step: step ?? 0, file };
  }

  async drain(workerId: string): Promise<void> {
    await this.channel.ask(controlService.drain, { workerId });
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

/** What would not fit a message is told by its name, and not sent. @throws {ClientError} */
function jsonOf(name: string, value: unknown): string {
  const json = JSON.stringify(value);
  const most = messageLimits.jobCharacters;
  if (json.length <= most) return json;
  throw new ClientError(
    "invalid",
    `${name}: expected at most ${most} characters, written as JSON with all defaults, got ${json.length}`,
  );
}

function submitRequest(submission: Submission): SubmitRequest {
  const minWorkers = submission.minWorkers ?? 0;
  switch (submission.kind) {
    case "train":
      return { kind: RunKind.RUN_KIND_TRAIN, jobJson: jsonOf("job", submission.job), minWorkers };
    case "evaluate":
    case "predict": {
      const kind = submission.kind === "evaluate" ? RunKind.RUN_KIND_EVALUATE : RunKind.RUN_KIND_PREDICT;
      const dataJson = submission.data === undefined ? "" : jsonOf("data", submission.data);
      return { kind, model: submission.model, dataJson, minWorkers };
    }
  }
}
