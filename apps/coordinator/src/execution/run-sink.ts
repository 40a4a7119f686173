import type { EventSink } from "@lockstep/durable-run";
import type { EventLog, RunEventBody } from "@lockstep/telemetry";
import type { RunFiles } from "../run-files.js";

/** Where a run's events go: to the log, and to the run's own files. */
export class RunSink implements EventSink {
  /** @param storagePaused told why the run stands still as it cannot be written */
  constructor(
    private readonly log: EventLog,
    private readonly files: RunFiles,
    private readonly storagePaused: (reason: string) => void,
  ) {}

  append(runId: string, events: readonly RunEventBody[]): void {
    this.log.append(runId, events);
    for (const event of events) {
      if (event.type === "epoch") this.files.endEpoch(event);
      if (event.type === "run-paused" && event.cause === "storage") this.storagePaused(event.reason);
    }
  }

  /** A best model that was to be saved before is as well: a checkpoint that comes after it does not repeat that. */
  async flushed(): Promise<void> {
    await this.files.done;
    await this.log.flushed();
  }
}
