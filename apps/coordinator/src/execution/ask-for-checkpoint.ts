import type { SavedCheckpoint } from "@lockstep/durable-run";
import { CoordinatorError, messageOf } from "../coordinator-error.js";
import type { OpenedRun } from "./open-run.js";

/**
 * Has a checkpoint written after the current step; resolves when it is on disk.
 * @param signal ends the waiting; its reason may be a CoordinatorError
 * @throws CoordinatorError where none is written
 */
export async function askForCheckpoint(
  { run, machine }: OpenedRun,
  signal: AbortSignal,
): Promise<SavedCheckpoint> {
  if (run.kind !== "train") {
    const message = `run: ${run.runId} does not train; only a training has checkpoints`;
    throw new CoordinatorError("WRONG_STATE", message);
  }
  const saved = machine.askForCheckpoint().catch((cause: unknown) => {
    throw new CoordinatorError("WRONG_STATE", `run: ${run.runId}: ${messageOf(cause)}`, { cause });
  });
  return Promise.race([saved, aborted(signal)]);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => {
      const reason: unknown = signal.reason;
      const isKnown = reason instanceof CoordinatorError;
      reject(isKnown ? reason : new CoordinatorError("CANCELLED", "no checkpoint was written in time"));
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}
