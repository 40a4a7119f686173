import type { Measures, RunEventBody } from "@lockstep/telemetry/events";
import { formatBytes } from "../../format/numbers.js";
import { counted } from "../../format/counted.js";
import { formatDuration } from "../../format/durations.js";
import { formatNumber } from "../../format/numbers.js";

/** What happened, as a sentence without its point; names of workers and files are in it as they are. */
export function eventWords(event: RunEventBody): string {
  switch (event.type) {
    case "step":
      return `step ${event.step}: ${measureWords(event.measures)}`;
    case "gradient-flow":
      return `step ${event.step}: gradient flow of ${counted(event.layers.length, "layer")} sampled`;
    case "epoch":
      return `epoch ${event.epoch} ended after ${formatDuration(event.durationMs)}: ${measureWords(event.measures)}`;
    case "callback":
      return `${event.callback}, epoch ${event.epoch}: ${event.text}`;
    case "evaluation-progress":
      return `${event.part} data: ${event.done} of ${event.total} evaluated`;
    case "tested":
      return `test data evaluated in ${formatDuration(event.durationMs)}: ${measureWords(event.measures)}`;
    default:
      return isAboutWorker(event) ? workerWords(event) : runWords(event);
  }
}

export function measureWords(measures: Measures): string {
  return Object.entries(measures)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join(", ");
}

type WorkerEvent = Extract<
  RunEventBody,
  { readonly workerId: string } | { readonly type: "audit-disagreed" }
>;
type OtherEvent = Exclude<
  RunEventBody,
  | WorkerEvent
  | { readonly type: "step" | "gradient-flow" | "epoch" | "callback" | "evaluation-progress" | "tested" }
>;

function isAboutWorker<T extends RunEventBody>(event: T): event is Extract<T, WorkerEvent> {
  return "workerId" in event || event.type === "audit-disagreed";
}

function runWords(event: OtherEvent): string {
  switch (event.type) {
    case "run-submitted":
      return submittedWords(event);
    case "waiting":
      return `waiting for ${event.for}`;
    case "run-started":
      return `started with ${counted(event.workers, "worker")}`;
    case "run-paused":
      return `paused after step ${event.step}: ${event.reason}`;
    case "run-continued":
      return `went on after step ${event.step}`;
    case "run-recovered":
      return recoveredWords(event);
    case "checkpoint-saved":
      return `checkpoint of step ${event.step} saved as ${event.file} (${formatBytes(event.bytes)}, ${formatDuration(event.durationMs)})`;
    case "checkpoint-damaged":
      return `checkpoint ${event.file} passed over: ${event.reason}`;
    case "model-saved":
      return `model saved as ${event.path}`;
    case "run-finished":
      return finishedWords(event);
  }
}

function workerWords(event: WorkerEvent): string {
  switch (event.type) {
    case "worker-joined":
      return `${event.workerId} joined: ${counted(event.slots, "slot")}, ${event.backend}`;
    case "worker-left":
      return `${event.workerId} left: ${event.reason}${returnedWords(event.returnedMicroBatches)}`;
    case "lease-expired":
      return `${event.workerId} is silent, its lease expired${returnedWords(event.returnedMicroBatches)}`;
    case "worker-recovered":
      return `${event.workerId} is back`;
    case "worker-quarantined":
      return `${event.workerId} gets nothing more of this run: ${event.reason}`;
    case "worker-standby":
      return event.standby
        ? `${event.workerId} stands by: there are as many workers as the run wants`
        : `${event.workerId} stands by no more: it got a place`;
    case "speculated":
      return `${counted(event.microBatches, "micro-batch", "micro-batches")} of ${event.straggler}, which is slow, given to ${event.workerId} as well`;
    case "audit-disagreed":
      return `${event.workerIds.join(" and ")} got different bits from ${rangeWords(event.first, event.count)} of round ${event.round}`;
    case "worker-refused":
      return `${event.workerId} was refused: ${event.reason}`;
    case "result-dropped":
      return `a result of ${event.workerId} was dropped: ${event.reason}`;
  }
}

function submittedWords({
  kind,
  sequences,
  epochs,
  totalSteps,
}: Extract<OtherEvent, { type: "run-submitted" }>): string {
  const data = counted(sequences, "sequence");
  return kind === "train"
    ? `submitted: ${data}, ${counted(epochs, "epoch")}, ${counted(totalSteps, "step")}`
    : `submitted to ${kind} ${data}`;
}

function recoveredWords({
  step,
  toldSteps,
  checkpoint,
}: Extract<OtherEvent, { type: "run-recovered" }>): string {
  const from =
    checkpoint === undefined ? "its beginning, as no checkpoint was valid" : `step ${step} (${checkpoint})`;
  const again = toldSteps > step ? `; ${counted(toldSteps - step, "step")} computed again` : "";
  return `taken up again from ${from}${again}`;
}

function finishedWords({
  outcome,
  reason,
  steps,
  test,
}: Extract<OtherEvent, { type: "run-finished" }>): string {
  const why = reason === undefined ? "" : `: ${reason}`;
  const tested = test === undefined ? "" : `; test data: ${measureWords(test)}`;
  return `${outcome} after ${counted(steps, "step")}${why}${tested}`;
}

function returnedWords(microBatches: number): string {
  return microBatches === 0 ? "" : `; ${counted(microBatches, "micro-batch", "micro-batches")} returned`;
}

function rangeWords(first: number, count: number): string {
  return count === 1 ? `micro-batch ${first}` : `micro-batches ${first} to ${first + count - 1}`;
}
