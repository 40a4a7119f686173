import type { RunFilter, RunSnapshot, SeriesQuery } from "@lockstep/telemetry";
import type { RunStoreErrorCode } from "./run-store-error.js";
import type { Told } from "./run-store.js";

/** What the thread is started with. */
export interface StoreThreadData {
  readonly path: string;
  /** Absent: to read only, from a database that is there. */
  readonly stream?: string;
}

/** What the thread is asked for, by name: its argument and its answer. Events are texts, as JSON is cheap to hand over. */
export interface StoreCalls {
  /** Events, a JSON array. */
  append: { argument: string; answer: undefined };
  nextSequence: { argument: undefined; answer: number };
  /** Stored runs, a JSON array. */
  runs: { argument: { filter: RunFilter; limit: number }; answer: string };
  /** A stored run in JSON; absent: unknown. */
  run: { argument: string; answer: string | undefined };
  /** Events, a JSON array; the same below. */
  events: { argument: { runId: string; after: number; limit: number }; answer: string };
  streamEvents: { argument: { stream: string; after: number; limit: number }; answer: string };
  steps: { argument: { runId: string; from: number; to: number; limit: number }; answer: string };
  epochs: { argument: { runId: string; limit: number; before: number }; answer: string };
  notable: {
    argument: { runId: string; types: readonly string[] | undefined; before: number; limit: number };
    answer: string;
  };
  spread: {
    argument: { runId: string; type: string; limit: number };
    answer: { total: number; events: string };
  };
  /** Makes some of what is missing for `series`, and says whether all is there. */
  buildSeries: { argument: string; answer: boolean };
  /** A page in JSON. */
  series: { argument: SeriesQuery; answer: string };
  told: { argument: string; answer: Told };
  /** Workers, a JSON array. */
  workers: { argument: undefined; answer: string };
  saveRun: { argument: RunSnapshot; answer: undefined };
  close: { argument: undefined; answer: undefined };
}

export type StoreCallName = keyof StoreCalls;

/** Requests are answered in their order. */
export interface StoreRequest<N extends StoreCallName = StoreCallName> {
  readonly id: number;
  readonly name: N;
  readonly argument: StoreCalls[N]["argument"];
}

/** The first answer, with id 0, says how opening went. */
export type StoreAnswer =
  | { readonly id: number; readonly ok: true; readonly answer: unknown }
  | { readonly id: number; readonly ok: false; readonly error: StoreFailure };

/** An error on its way between threads. */
export interface StoreFailure {
  /** Absent: a fault of ours. */
  readonly code?: RunStoreErrorCode;
  readonly message: string;
}
