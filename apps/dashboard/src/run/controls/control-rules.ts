import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import type { RunAction } from "@lockstep/telemetry/views";
import type { ConnectionState } from "../../connection/connection-state.js";

/** Why something cannot be asked for now, in words; undefined: it can. */
export function refusalOf(
  action: RunAction,
  run: RunSnapshot,
  connection: ConnectionState["type"],
): string | undefined {
  if (isFinished(run)) return "The run is over";
  if (connection !== "live") return "There is no connection to the coordinator";
  switch (action) {
    case "pause":
      return run.state === "queued" ? "It has not had its turn yet" : undefined;
    case "resume":
      return run.state === "paused" ? undefined : "It is not paused";
    case "stop":
      return undefined;
    case "checkpoint":
      if (run.kind !== "train") return "Only trainings have checkpoints";
      if (run.state === "queued") return "It has not had its turn yet";
      return run.step === 0 ? "It has taken no step yet" : undefined;
  }
}

/**
 * Whether a run's events say that what was asked for is done, or that it cannot be done any more.
 *
 * @param step of the checkpoint that the coordinator answered with, once it has
 */
export function isSettled(action: RunAction, now: RunSnapshot, step: number | undefined): boolean {
  if (isFinished(now)) return true;
  switch (action) {
    case "pause":
      return now.state === "paused";
    case "resume":
      return now.state !== "paused";
    case "stop":
      return false;
    case "checkpoint":
      return step !== undefined && now.checkpoint !== undefined && now.checkpoint.step >= step;
  }
}

/** What is said while the coordinator has not done it yet. */
export const askedWords: Readonly<Record<RunAction, string>> = {
  pause: "Asked to pause: it finishes its step",
  resume: "Asked to go on",
  stop: "Asked to stop: it finishes its step and saves the model",
  checkpoint: "Asked for a checkpoint",
};

/** What is said of what was refused. */
export const failedWords: Readonly<Record<RunAction, string>> = {
  pause: "It was not paused",
  resume: "It was not resumed",
  stop: "It was not stopped",
  checkpoint: "No checkpoint was written",
};
