import type { Submission } from "@lockstep/client";
import type { EventOf, RunEvent } from "@lockstep/telemetry";
import { CliError } from "./cli-error.js";
import type { Interruption } from "./interruption.js";
import type { Io, StopSignal } from "./io.js";
import { RunRecord } from "./presentation/run-record.js";
import type { ProgressView } from "./presentation/progress-view.js";
import type { Session } from "./session.js";
import { watchSteadily } from "./watch-steadily.js";

export interface FollowOptions {
  readonly session: Session;
  readonly interruption: Interruption;
  readonly view: ProgressView;
  readonly io: Pick<Io, "schedule" | "now" | "sleep">;
  /** Whether the record keeps every step. */
  readonly keepSteps: boolean;
  /** When a coordinator of our own was started, in milliseconds since 1970: what the run waited for before is history. */
  readonly sinceMs?: number;
  /** Sequence number of the last event that is not wanted. Default: all of the run are. */
  readonly after?: number;
  /** How long a coordinator of others may be out of reach. */
  readonly giveUpMs?: number;
  readonly onEvent?: (event: RunEvent) => void;
  /** Told the id of the run that was submitted. */
  readonly onSubmitted?: (runId: string) => void;
}

/** Submits a run and follows it to its end; a signal stops it well. */
export async function submitAndFollow(submission: Submission, options: FollowOptions): Promise<RunRecord> {
  const runId = await submit(submission, options);
  options.onSubmitted?.(runId);
  return followAndStop(runId, options);
}

/** Follows a run of ours to its end; a signal stops it well. */
export async function followAndStop(runId: string, options: FollowOptions): Promise<RunRecord> {
  options.interruption.drainWith((signal) => stop(runId, signal, options));
  try {
    return await followRun(runId, options);
  } finally {
    options.view.end();
  }
}

/** Time after which it is worth a line that a run is still being prepared. */
const preparationMs = 2_000;

async function submit(submission: Submission, { session, view, io }: FollowOptions): Promise<string> {
  const what = "waiting for the coordinator to read the data and draw the first parameters";
  const cancel = io.schedule(() => view.note(what), preparationMs);
  return session.client.submit(submission).finally(cancel);
}

/** Follows a run to its end. */
export async function followRun(runId: string, options: FollowOptions): Promise<RunRecord> {
  const record = new RunRecord(runId, options.keepSteps);
  try {
    for await (const event of watchSteadily(runId, options)) take(event, record, options);
  } catch (error) {
    throw error instanceof CliError ? error : await betterReason(error, options);
  }
  if (record.end) return record;
  throw new CliError("failed", `run ${runId}: the coordinator said nothing more before the run's end`);
}

function take(event: RunEvent, record: RunRecord, options: FollowOptions): void {
  record.take(event);
  // Nobody else could resume it on a coordinator of its own; it stays as it was.
  if (isSetAside(event, options))
    throw new CliError("usage", `run ${event.runId} cannot be gone on with: ${event.reason}`);
  if (event.type === "run-started") options.session.runStarted();
  if (event.type === "waiting" && options.session.local && !record.isWorking)
    noteLater(event.for, record, options);
  else options.view.event(event);
  options.onEvent?.(event);
}

/** Of an earlier life it is told again, be it that what was missing is back. */
function isSetAside(
  event: RunEvent,
  { session, sinceMs = 0 }: FollowOptions,
): event is EventOf<"run-paused"> {
  return session.local && event.type === "run-paused" && event.cause === "data" && event.time >= sinceMs;
}

/** How long workers of our own may take to come before it is worth a line. */
const patienceMs = 10_000;

function noteLater(what: string, record: RunRecord, { io, view }: FollowOptions): void {
  io.schedule(() => {
    if (!record.isWorking && !record.end) view.note(`waiting for ${what}`);
  }, patienceMs);
}

function stop(runId: string, signal: StopSignal, { session, view }: FollowOptions): void {
  view.note(`${signal}: stopping; the current step is finished and the model is saved. Once more ends now.`);
  session.client
    .stop(runId, `interrupted (${signal})`)
    .catch((error: unknown) => view.note(`cannot be stopped well: ${String(error)}`));
}

/** How long the news of a child's end may be behind the news of its broken connection. */
const newsMs = 2_000;

/** A coordinator of ours that does not answer has ended: how it ended says more than the broken connection. */
async function betterReason(error: unknown, { session, io }: FollowOptions): Promise<unknown> {
  if (!session.local) return error;
  const late = new Promise<unknown>((resolve) => io.schedule(() => resolve(error), newsMs));
  return Promise.race([late, session.failure.catch((reason: unknown) => reason)]);
}
