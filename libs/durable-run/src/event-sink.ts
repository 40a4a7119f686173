import type { RunEventBody } from "@lockstep/telemetry";
import type { ToldProgress } from "@lockstep/training-run";

/** Where a run's events go: numbered, shown to whoever watches, and kept over crashes. */
export interface EventSink {
  /** Takes events as one: after a crash all of them are there, or none. */
  append(runId: string, events: readonly RunEventBody[]): void;
  /**
   * Resolves when all that was appended before is on disk.
   * @throws where it cannot be written; it is kept, and tried again when it is asked again
   */
  flushed(): Promise<void>;
}

/** What an earlier life of the run told of itself, as the store has it. */
export interface ToldBefore extends ToldProgress {
  /** Digest after a step that was told. */
  digestOf(step: number): string | undefined;
}
