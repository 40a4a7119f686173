import type { Predictions } from "./prepared-run.js";

/** Bytes of predictions that clients may still ask for. */
const defaultMostBytes = 2 ** 30;

/** Predictions of runs that ended: the newest ones stay, however many they are, the oldest go when others need room. */
export class KeptPredictions {
  /** Oldest first. */
  readonly #kept = new Map<string, Predictions>();

  constructor(private readonly mostBytes = defaultMostBytes) {}

  get(runId: string): Predictions | undefined {
    return this.#kept.get(runId);
  }

  add(runId: string, predictions: Predictions): void {
    this.#kept.set(runId, predictions);
    let bytes = [...this.#kept.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
    for (const [oldest, { values }] of this.#kept) {
      if (bytes <= this.mostBytes || oldest === runId) return;
      this.#kept.delete(oldest);
      bytes -= values.byteLength;
    }
  }
}
